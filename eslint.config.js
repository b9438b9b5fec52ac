import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

/**
 * Imports that would turn the one direction of flow around: spec → scripts → generated → src → test.
 * A group is one of patterns, or a regular expression.
 */
const forbidden = (...groups) => ({
  "no-restricted-imports": [
    "error",
    {
      patterns: groups.map(([which, message]) =>
        typeof which === "string" ? { regex: which, message } : { group: which, message },
      ),
    },
  ],
});

/** Which rooms of src/ a room may import, as CONTRIBUTING.md lists them. */
const rooms = {
  engine: [],
  datameta: ["engine"],
  openapi: ["engine"],
  python: [],
  validate: ["engine", "datameta", "python", "generated"],
  testing: ["engine", "datameta", "python", "generated"],
  files: ["engine", "datameta", "python", "generated"],
};

/** The rules that keep the files of a room to what they may import. */
const mayImport = (allowed, packages) => [
  [
    `^(\\.\\./)+(${allowed.includes("files") ? "" : "client|"}login|operation-methods|index)\\.js$`,
    "The public face is on top of the rooms.",
  ],
  [["**/scripts/**", "**/test/**"], "src/ reads only generated/."],
  ...[...Object.keys(rooms), "generated"]
    .filter((room) => !allowed.includes(room))
    .map((room) => [[`**/${room}/**`], "CONTRIBUTING.md says which rooms this one may import."]),
  packages,
];

const alone = ["^(?!\\.|openapi-fetch$)", "It runs everywhere, on openapi-fetch alone."];
const onNode = ["^(?!\\.|node:)", "The embedded server runs on node:http alone."];
const onDisk = [
  "^(?!\\.|node:|hash-wasm$)",
  "It runs on what Node has, and the build puts hash-wasm into it.",
];
const packagesOf = { testing: onNode, files: onDisk };

export default tseslint.config(
  { ignores: ["dist/", "coverage/", ".cache/", "test/types/lax/", "**/fixtures/"] },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Numbers in a sentence need no String() around them.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `void promise` and arrow shorthands read well for one-line callbacks.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // An index signature of untyped JSON is read with ["name"] by tsconfig's own rule.
      "@typescript-eslint/dot-notation": "off",
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  {
    // What the pipeline writes follows the libraries that print it.
    files: ["generated/*.ts"],
    rules: {
      "@typescript-eslint/consistent-indexed-object-style": "off",
      // The schemas are aliases, so that their values can be passed as records.
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/no-redundant-type-constituents": "off",
      ...forbidden([
        ["**/src/**", "**/scripts/**", "**/test/**"],
        "generated/ knows nothing of who reads it.",
      ]),
    },
  },
  {
    // They run in every runtime: these are the globals of some of them.
    files: ["test/runtimes/programs/*"],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...["AbortController", "AbortSignal", "Request", "Response", "TextDecoderStream"],
          ...["console", "document", "expect", "fetch", "process", "require", "setTimeout", "test"],
        ].map((name) => [name, "readonly"]),
      ),
    },
  },
  {
    files: ["src/*.ts"],
    rules: forbidden(...mayImport(["engine", "datameta", "generated"], alone)),
  },
  ...Object.entries(rooms).map(([room, allowed]) => ({
    files: [`src/${room}/**/*.ts`],
    rules: forbidden(...mayImport([...allowed, room], packagesOf[room] ?? alone)),
  })),
  {
    files: ["scripts/**/*.ts"],
    rules: forbidden([
      ["**/src/**"],
      "scripts/ reads only spec/; use the built package by its name.",
    ]),
  },
);
