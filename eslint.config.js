import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

/** Imports that would turn the one direction of flow around: spec → scripts → generated → src → test. */
const forbidden = (...groups) => ({
  "no-restricted-imports": [
    "error",
    { patterns: groups.map(([group, message]) => ({ group, message })) },
  ],
});

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
      "@typescript-eslint/no-redundant-type-constituents": "off",
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
    rules: forbidden(
      [["./*/**"], "src/*.ts never imports from a subpath's folder."],
      [["**/scripts/**", "**/test/**"], "src/ reads only generated/ and openapi-fetch."],
      [["node:*"], "The client runs in browsers: no Node module in src/*.ts."],
    ),
  },
  {
    files: ["src/*/**/*.ts"],
    rules: forbidden([
      ["**/scripts/**", "**/test/**"],
      "src/ reads only generated/ and openapi-fetch.",
    ]),
  },
  {
    files: ["src/validate/**/*.ts"],
    rules: forbidden([
      ["**/testing/**", "**/scripts/**", "**/test/**"],
      "What validate shares with the embedded server stands in src/python/.",
    ]),
  },
  {
    files: ["scripts/**/*.ts"],
    rules: forbidden([
      ["**/src/**"],
      "scripts/ reads only spec/; use the built package by its name.",
    ]),
  },
);
