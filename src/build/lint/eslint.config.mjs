/**
 * WordPress' rules for the plugin's own scripts. lint-plugin.mjs runs it where it has installed the packages, on paths of
 * this repository.
 */
import wordpress from '@wordpress/eslint-plugin';

export default [
  ...wordpress.configs['recommended-with-formatting'],
  {
    languageOptions: { sourceType: 'script', ecmaVersion: 2022, globals: { onlookersAdmin: 'readonly', onlookersEditor: 'readonly' } },
    // The scripts import nothing: WordPress loads what they name as their dependencies.
    rules: { 'import/no-unresolved': 'off' },
  },
  { files: ['**/history.js', '**/top.js', '**/watch.js'], languageOptions: { sourceType: 'module', ecmaVersion: 2022 } },
];
