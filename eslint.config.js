import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

/**
 * Forbids imports against the direction spec → scripts → generated → src → test. Each group is a
 * regular expression or a list of patterns, with a message.
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

/** The folders of src/ that each folder of src/ may import. */
const folders = {
  engine: [],
  datameta: ["engine"],
  openapi: ["engine"],
  python: [],
  validate: ["engine", "datameta", "python", "generated"],
  testing: ["engine", "datameta", "python", "generated"],
  files: ["engine", "datameta", "python", "generated"],
};

/** Returns the forbidden imports of a folder. */
const mayImport = (allowed, packages) => [
  [
    `^(\\.\\./)+(${allowed.includes("files") ? "" : "client|"}login|operation-methods|index)\\.js$`,
    "The folders of src/ may not import the public modules in src/ itself.",
  ],
  [["**/scripts/**", "**/test/**"], "src/ reads only generated/."],
  ...[...Object.keys(folders), "generated"]
    .filter((folder) => !allowed.includes(folder))
    .map((folder) => [
      [`**/${folder}/**`],
      "This folder may not import that one. eslint.config.js lists the allowed imports.",
    ]),
  packages,
];

const onlyOpenapiFetch = [
  "^(?!\\.|openapi-fetch$)",
  "This code runs everywhere. Its only dependency is openapi-fetch.",
];
const onlyNode = ["^(?!\\.|node:)", "The embedded server uses only modules of Node."];
const onlyNodeAndMd5 = [
  "^(?!\\.|node:|js-md5(?:/|$))",
  "This code uses only modules of Node and js-md5, which the build bundles.",
];
const bundled = [
  "^(?!\\.|node:|commander$|@clack/prompts$|csv-parse/sync$|fast-string-width$|fflate$|numfmt$|saxen$|write-excel-file/node$)",
  "The command uses only libraries that the build bundles.",
];
const packagesOf = { testing: onlyNode, files: onlyNodeAndMd5 };

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "coverage/",
      ".cache/",
      "docs/.vitepress/.temp/",
      "test/types/lax/",
      "**/fixtures/",
    ],
  },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Numbers in template strings do not need String().
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `void promise` and arrow shorthands are readable in one-line callbacks.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // The option noPropertyAccessFromIndexSignature in tsconfig requires ["name"] for untyped
      // JSON.
      "@typescript-eslint/dot-notation": "off",
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  {
    // The libraries that print these files decide their style.
    files: ["generated/*.ts"],
    rules: {
      "@typescript-eslint/consistent-indexed-object-style": "off",
      // The schemas are type aliases, so that their values are assignable to records.
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/no-redundant-type-constituents": "off",
      ...forbidden([
        ["**/src/**", "**/scripts/**", "**/test/**"],
        "generated/ imports nothing from other folders.",
      ]),
    },
  },
  {
    // These programs run in every runtime. Some runtimes have these globals.
    files: ["test/runtimes/programs/*"],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...[
            "AbortController",
            "AbortSignal",
            "Blob",
            "File",
            "Request",
            "Response",
            "TextDecoderStream",
          ],
          ...["console", "document", "expect", "fetch", "process", "require", "setTimeout", "test"],
        ].map((name) => [name, "readonly"]),
      ),
    },
  },
  {
    files: ["src/*.ts"],
    rules: forbidden(...mayImport(["engine", "datameta", "generated"], onlyOpenapiFetch)),
  },
  ...Object.entries(folders).map(([folder, allowed]) => ({
    files: [`src/${folder}/**/*.ts`],
    rules: forbidden(...mayImport([...allowed, folder], packagesOf[folder] ?? onlyOpenapiFetch)),
  })),
  {
    // The command uses the package as its users do.
    files: ["src/cli/**/*.ts"],
    rules: forbidden(
      [["**/scripts/**", "**/test/**"], "src/ reads only generated/."],
      [
        "^(\\.\\./)+(client|login|operation-methods|(engine|datameta|openapi|python|testing|generated)/.*|files/(?!node\\.js$).*|validate/(?!index\\.js$).*)$",
        "The command imports the public entry files: index.js, files/node.js, validate/index.js.",
      ],
      bundled,
    ),
  },
  {
    files: ["scripts/**/*.ts"],
    rules: forbidden([
      ["**/src/**"],
      "scripts/ reads only spec/. Import the built package by its name.",
    ]),
  },
);
