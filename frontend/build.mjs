/** Bundle the viewer into the Python package, or into the folder named as the first argument. */

import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] || join(here, '../src/fitgap/app/viewer/assets'));

await mkdir(out, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: [
    { in: 'src/index.js', out: 'viewer' },
    { in: 'src/style.css', out: 'viewer' },
  ],
  outdir: out,
  bundle: true,
  format: 'esm',
  target: ['es2022'],
  charset: 'utf8',
  minify: true,
  legalComments: 'none', // the licences of everything bundled stand in THIRD_PARTY_NOTICES.md
  logLevel: 'warning',
});
await copyFile(join(here, 'node_modules/bpmn-js/LICENSE'), join(out, 'bpmn-js-LICENSE.txt'));
