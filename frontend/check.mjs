/** Is the committed bundle usable as it is: one module with a default export, nothing fetched, licence beside it? */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const assets = resolve(process.argv[2] || join(here, '../src/fitgap/app/viewer/assets'));
const read = (name) => readFile(join(assets, name), 'utf8');

globalThis.navigator ??= { platform: '', userAgent: '' };
const bundle = await import(pathToFileURL(join(assets, 'viewer.js')));
assert.equal(typeof bundle.default, 'function', 'viewer.js exports the function that Streamlit calls');

const script = await read('viewer.js');
assert.doesNotMatch(script, /\bimport\s*\(|\bfetch\(|XMLHttpRequest|new WebSocket|importScripts/, 'viewer.js fetches nothing');
assert.match(script, /bjs-powered-by/, 'the bpmn.io watermark is in the bundle');

const style = await read('viewer.css');
assert.doesNotMatch(style, /@import|url\(\s*["']?(?!["']?data:)/, 'viewer.css refers to no other file');

assert.match(await read('bpmn-js-LICENSE.txt'), /watermark must stay fully visible/);

const lock = JSON.parse(await readFile(join(here, 'package-lock.json'), 'utf8'));
const addressed = Object.entries(lock.packages).filter(([, entry]) => 'resolved' in entry);
assert.deepEqual(addressed, [], 'the lock file names no address');

console.log('viewer bundle: ok');
