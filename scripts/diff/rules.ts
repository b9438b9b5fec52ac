/** What a change means for those who use the client: versions follow semantic versioning. */
export type ChangeClass = "patch" | "minor" | "major";

/** What a kind of difference does to programs that were written against the document before. */
export interface Rule {
  /** Where the part is sent; and where it is neither sent nor received. */
  readonly request: ChangeClass;
  /** Where the part is received. */
  readonly response: ChangeClass;
  /** Why: follows the subject, as one sentence. */
  readonly reason: string;
  /** What callers must change, if they must. */
  readonly advice: string;
}

const nothing = "Nothing.";

function rule(
  request: ChangeClass,
  response: ChangeClass,
  reason: string,
  advice: string = nothing,
): Rule {
  return { request, response, reason, advice };
}

/**
 * A part that is sent must still be taken, a part that is received must still be understood: what
 * widens the one is safe, and breaks the other. Two exceptions come from the compiler: a branch for
 * a value or a type that is gone does not compile, so that fewer of them break programs on both
 * sides; and an object literal may have no member that its type lacks.
 */
export const rules = {
  "operation-removed": rule("major", "major", "is gone", "Do without the method."),
  "operation-added": rule("minor", "minor", "is new"),
  "operation-moved": rule("major", "major", "is another", "Use the new path with `http`."),
  "operation-id-changed": rule(
    "major",
    "major",
    "is another, and names the exported type and the errors",
    "Use the new name in `operations[…]` and where errors are told apart by `operationId`.",
  ),
  "method-renamed": rule("major", "major", "has another name", "Call it by the new name."),
  deprecated: rule("minor", "minor", "is going to go away", "Prepare to do without it."),
  "no-longer-deprecated": rule("patch", "patch", "is going to stay"),

  "server-removed": rule(
    "major",
    "major",
    "is no longer described",
    "Keep to the release before for servers under that base path.",
  ),
  "server-added": rule("minor", "minor", "is described as well"),
  "component-removed": rule(
    "major",
    "major",
    "is no longer an exported type",
    "Import another type, or write it down yourself.",
  ),
  "component-added": rule("minor", "minor", "is exported as a type"),
  "credential-removed": rule(
    "major",
    "major",
    "is no longer enough to call it",
    "Give another credential.",
  ),
  "credential-added": rule("minor", "minor", "is taken as well"),

  "parameter-removed": rule("major", "major", "is no longer taken", "Leave it out."),
  "parameter-added": rule("minor", "minor", "may be given"),
  "required-parameter-added": rule("major", "major", "must be given", "Give it."),
  "serialization-changed": rule(
    "major",
    "major",
    "is written in another way",
    "Update client and server together.",
  ),
  "body-removed": rule("major", "major", "is no longer taken", "Leave it out."),
  "body-added": rule("minor", "minor", "may be given"),
  "required-body-added": rule("major", "major", "must be given", "Give it."),
  "content-type-removed": rule(
    "major",
    "major",
    "is gone",
    "Send, or read, one of the other content types.",
  ),
  "content-type-added": rule(
    "minor",
    "major",
    "is another form in which it comes",
    "Handle the new type of the body, too.",
  ),
  "status-removed": rule("major", "major", "is no answer any more", "Remove its branch."),
  "status-added": rule(
    "major",
    "major",
    "is an answer that a complete `switch` lacks",
    "Handle the new status.",
  ),
  "success-removed": rule("minor", "minor", "is gone; others give the same data"),
  "answer-emptied": rule("major", "major", "is gone", "Do without the data."),
  "answer-filled": rule("major", "major", "is there now", "Expect data instead of `undefined`."),
  "header-removed": rule("major", "major", "is no longer promised", "Do without the header."),
  "header-added": rule("minor", "minor", "comes with the answer"),

  "property-removed": rule("major", "major", "is gone", "Neither send it nor read it."),
  "property-added": rule("minor", "minor", "is new, and may be left out"),
  "required-property-added": rule("major", "minor", "is new, and always there", "Send it."),
  "required-added": rule("major", "minor", "may no longer be left out", "Send it always."),
  "required-removed": rule(
    "minor",
    "major",
    "may be left out",
    "Handle `undefined` where it is read.",
  ),
  "members-closed": rule(
    "major",
    "patch",
    "takes no undeclared members any more",
    "Send declared members alone.",
  ),
  "members-opened": rule("minor", "patch", "may have undeclared members"),
  "index-added": rule("minor", "minor", "has typed members of any name"),
  "index-removed": rule(
    "major",
    "major",
    "no longer has typed members of any name",
    "Use declared members alone.",
  ),

  "type-added": rule("major", "minor", "is of one type instead of any", "Give that type."),
  "type-removed": rule("minor", "major", "may be of any type", "Check the type where it is read."),
  "type-changed": rule("major", "major", "is of another type", "Use the new type."),
  "type-widened": rule(
    "minor",
    "major",
    "may be of more types",
    "Handle the new type where it is read.",
  ),
  "type-narrowed": rule(
    "major",
    "major",
    "may be of fewer types",
    "Give the types that are left, and remove the branches of the others.",
  ),
  "integer-to-number": rule("minor", "major", "may have a fraction", "Expect fractions."),
  "number-to-integer": rule("major", "minor", "has no fraction any more", "Send integers."),
  "null-added": rule("minor", "major", "may be `null`", "Handle `null` where it is read."),
  "null-removed": rule("major", "minor", "is never `null` any more", "Do not send `null`."),
  "value-added": rule(
    "minor",
    "major",
    "has a value that a complete `switch` lacks",
    "Handle the new value.",
  ),
  "value-removed": rule(
    "major",
    "major",
    "has a value less",
    "Do not send it, and remove its branch.",
  ),
  "values-listed": rule("major", "minor", "takes listed values alone", "Send one of them."),
  "values-unlisted": rule(
    "minor",
    "major",
    "takes values beside those that were listed",
    "Expect any other value.",
  ),
  "alternative-added": rule(
    "minor",
    "major",
    "has another alternative",
    "Handle it where it is read.",
  ),
  "alternative-removed": rule(
    "major",
    "major",
    "has an alternative less",
    "Do not send it, and remove its branch.",
  ),
  "part-added": rule("major", "minor", "must be of one more type", "Send its members, too."),
  "part-removed": rule("major", "major", "lacks the members of a part", "Do without them."),
  "constraint-tightened": rule("major", "minor", "takes fewer values", "Send such values alone."),
  "constraint-loosened": rule("minor", "major", "takes more values", "Expect such values."),
  "constraint-changed": rule("major", "major", "takes other values", "Send and expect those."),
  "default-added": rule("minor", "minor", "says what leaving it out means"),
  "member-default-added": rule(
    "major",
    "minor",
    "has a default, for which the types demand it",
    "Send it, or keep the default out of the spec.",
  ),
  "default-changed": rule(
    "major",
    "major",
    "means something else where it is left out",
    "Send the value that is meant.",
  ),
  "default-removed": rule(
    "major",
    "major",
    "no longer says what leaving it out means",
    "Send the value that is meant, and handle `undefined` where it is read.",
  ),
  "keyword-changed": rule(
    "major",
    "major",
    "differs, and nothing here can judge whether that is safe",
    "Compare both by hand.",
  ),
  "text-changed": rule("patch", "patch", "says it in other words"),
  "order-changed": rule("patch", "patch", "is in another order"),
} as const satisfies Readonly<Record<string, Rule>>;

export type DifferenceKind = keyof typeof rules;
