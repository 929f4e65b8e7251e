import js from "@eslint/js";

export default [
  js.configs.recommended,
  {
    rules: {
      // The TypeScript compiler checks names: it knows the browser's.
      "no-undef": "off",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_+$" }],
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
      curly: ["error", "multi-line"],
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
];
