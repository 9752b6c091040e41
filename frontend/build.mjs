/** Bundle the viewer into the Python package, or into the folder named as the first argument. */

import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] || join(here, '../src/fitgap/app/viewer/assets'));

await mkdir(out, { recursive: true });
const { metafile } = await build({
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
  metafile: true,
});
await copyFile(join(here, 'node_modules/bpmn-js/LICENSE'), join(out, 'bpmn-js-LICENSE.txt'));

const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
const packages = new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean));
const notices = await readFile(join(here, '../THIRD_PARTY_NOTICES.md'), 'utf8');
const unnamed = [...packages].filter((name) => !notices.includes(`| ${name} |`) && !notices.includes(`### ${name}\n`));
if (unnamed.length > 0) {
  throw new Error(`not named in THIRD_PARTY_NOTICES.md: ${unnamed.join(', ')}`);
}
