import { readFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";

import type { ChangeClass } from "../diff/findings.js";
import { isObject } from "../document/spec-document.js";

/** A change of an exported type. */
export interface TypeChange {
  readonly class: ChangeClass;
  /** The path from an export, such as `createClient(options).timeout`. */
  readonly subject: string;
  readonly sentence: string;
}

/** Whether programs pass a value or receive it. */
type Direction = "in" | "out";

/**
 * Compares the exports of two folders of the package with TypeScript's type checker. Types from
 * generated/ are not compared, because they change with the spec.
 */
export async function comparePublicTypes(before: string, after: string): Promise<TypeChange[]> {
  const [old, now] = [await entriesOf(before), await entriesOf(after)];
  const files = [...old.values(), ...now.values()];
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, exactOptionalPropertyTypes: true },
    ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, types: [] },
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.esnext.disposable.d.ts"],
  };
  const program = ts.createProgram(files, options);
  const walk = new TypeWalk(program.getTypeChecker());
  const exportsOf = (file: string | undefined): Map<string, ts.Symbol> => {
    const source = file === undefined ? undefined : program.getSourceFile(file);
    const module = source && walk.checker.getSymbolAtLocation(source);
    const all = module === undefined ? [] : walk.checker.getExportsOfModule(module);
    return new Map(all.map((symbol) => [symbol.name, walk.resolved(symbol)]));
  };
  for (const entry of new Set([...old.keys(), ...now.keys()])) {
    walk.modules(exportsOf(old.get(entry)), exportsOf(now.get(entry)));
  }
  return walk.changes;
}

/** Returns the source files of the entry points by import name. */
async function entriesOf(folder: string): Promise<Map<string, string>> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const exported = isObject(manifest) && isObject(manifest["exports"]) ? manifest["exports"] : {};
  return new Map(
    Object.entries(exported).flatMap(([name, target]) => {
      const types = isObject(target) ? target["types"] : undefined;
      if (typeof types !== "string") return [];
      return [[name, join(folder, types.replace("dist/", "").replace(/\.d\.ts$/, ".ts"))]];
    }),
  );
}

class TypeWalk {
  readonly changes: TypeChange[] = [];
  readonly #seen = new Set<string>();
  readonly #reached = new Set<ts.Type>();
  readonly #ids = new Map<ts.Type, number>();

  constructor(readonly checker: ts.TypeChecker) {}

  resolved(symbol: ts.Symbol): ts.Symbol {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return isAlias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  modules(before: ReadonlyMap<string, ts.Symbol>, after: ReadonlyMap<string, ts.Symbol>): void {
    for (const name of before.keys()) if (!after.has(name)) this.#add("major", name, "is gone");
    for (const name of after.keys()) if (!before.has(name)) this.#add("minor", name, "is new");
    const both = [...before].flatMap(([name, old]) => {
      const now = after.get(name);
      return now === undefined || isGenerated(old) ? [] : [{ name, old, now }];
    });
    for (const { name, old, now } of both) {
      if ((old.flags & ts.SymbolFlags.Value) === 0) continue;
      const types = [old, now].map((symbol) => this.checker.getTypeOfSymbol(symbol)) as [
        ts.Type,
        ts.Type,
      ];
      this.types(...types, name, "out");
    }
    for (const { name, old, now } of both) {
      const types = [old, now].map((symbol) => this.checker.getDeclaredTypeOfSymbol(symbol)) as [
        ts.Type,
        ts.Type,
      ];
      const isType = (old.flags & ts.SymbolFlags.Type) !== 0;
      // A type that no function accepts or returns may be used in both directions.
      if (!isType || this.#reached.has(types[0])) continue;
      for (const direction of ["in", "out"] as const) this.types(...types, name, direction);
    }
  }

  types(old: ts.Type, now: ts.Type, subject: string, direction: Direction): void {
    this.#reached.add(old);
    const key = `${direction} ${this.#id(old)} ${this.#id(now)}`;
    if (old === now || this.#seen.has(key) || isGenerated(old.symbol)) return;
    this.#seen.add(key);
    const text = (type: ts.Type): string => this.checker.typeToString(type);
    const [one, other] = [this.#objects(old), this.#objects(now)];
    const [first, second] = [one[0], other[0]];
    if (first && second && one.length === 1 && other.length === 1) {
      if (first !== old || second !== now) {
        this.types(first, second, subject, direction);
        return;
      }
      this.#signatures(first, second, subject, direction);
      this.#members(first, second, subject, direction);
    }
    if (text(old) === text(now) || (old.flags & now.flags & ts.TypeFlags.Object) !== 0) return;
    const [from, to] = direction === "in" ? [old, now] : [now, old];
    const fits = this.checker.isTypeAssignableTo(from, to);
    this.#add(fits ? "minor" : "major", subject, `is now ${text(now)}, and was ${text(old)}`);
  }

  #signatures(old: ts.Type, now: ts.Type, subject: string, direction: Direction): void {
    for (const kind of [ts.SignatureKind.Call, ts.SignatureKind.Construct]) {
      const [before, after] = [old, now].map((type) =>
        this.checker.getSignaturesOfType(type, kind),
      );
      for (const [index, one] of before?.entries() ?? []) {
        const other = after?.[index];
        if (other === undefined) this.#add("major", subject, "has lost a signature");
        else this.#signature(one, other, subject, direction);
      }
    }
  }

  #signature(old: ts.Signature, now: ts.Signature, subject: string, direction: Direction): void {
    const opposite = direction === "in" ? "out" : "in";
    const [before, after] = [old.getParameters(), now.getParameters()];
    for (const [index, one] of before.entries()) {
      const other = after[index];
      const path = `${subject}(${one.name})`;
      if (other === undefined) this.#add("major", path, "is no longer accepted");
      else this.#pair(one, other, path, opposite);
    }
    for (const other of after.slice(before.length)) {
      const grade = isOptional(other) ? "minor" : "major";
      this.#add(grade, `${subject}(${other.name})`, "is new");
    }
    this.types(old.getReturnType(), now.getReturnType(), `${subject}()`, direction);
  }

  #members(old: ts.Type, now: ts.Type, subject: string, direction: Direction): void {
    for (const one of old.getProperties().filter(isPublic)) {
      const other = now.getProperty(one.name);
      const path = `${subject}.${one.name}`;
      if (isGenerated(one)) continue;
      if (other === undefined) this.#add("major", path, "is gone");
      else this.#pair(one, other, path, direction);
    }
    for (const other of now.getProperties().filter(isPublic)) {
      if (old.getProperty(other.name) !== undefined || isGenerated(other)) continue;
      const isBreak = direction === "in" && !isOptional(other);
      this.#add(isBreak ? "major" : "minor", `${subject}.${other.name}`, "is new");
    }
  }

  #pair(old: ts.Symbol, now: ts.Symbol, subject: string, direction: Direction): void {
    if (isOptional(old) !== isOptional(now)) {
      const isBreak = isOptional(now) === (direction === "out");
      const text = isOptional(now) ? "can now be missing" : "is now required";
      this.#add(isBreak ? "major" : "minor", subject, text);
    }
    const [one, other] = [old, now].map((symbol) => this.checker.getTypeOfSymbol(symbol));
    if (one && other) this.types(one, other, subject, direction);
  }

  /** Returns the object types of a union. */
  #objects(type: ts.Type): ts.Type[] {
    const all = type.isUnion() ? type.types : [type];
    return all.filter(
      ({ flags }) => (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0,
    );
  }

  #id(type: ts.Type): number {
    const id = this.#ids.get(type) ?? this.#ids.size;
    this.#ids.set(type, id);
    return id;
  }

  #add(grade: ChangeClass, subject: string, text: string): void {
    if (this.changes.some((each) => each.subject === subject && each.class === grade)) return;
    this.changes.push({ class: grade, subject, sentence: `${subject} ${text}.` });
  }
}

function isGenerated(symbol: ts.Symbol | undefined): boolean {
  const files = symbol?.declarations?.map((each) => each.getSourceFile().fileName) ?? [];
  return files.length > 0 && files.every((file) => file.includes("/generated/"));
}

function isOptional(symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  const isParameter = declaration !== undefined && ts.isParameter(declaration);
  if (isParameter && (declaration.questionToken ?? declaration.initializer) !== undefined)
    return true;
  if (isParameter && declaration.dotDotDotToken !== undefined) return true;
  return (symbol.flags & ts.SymbolFlags.Optional) !== 0;
}

function isPublic({ name, declarations = [] }: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  const isHidden = declarations.some((each) => (ts.getCombinedModifierFlags(each) & hidden) !== 0);
  return !name.startsWith("__#") && !isHidden;
}
