/** Does bpmn-moddle, the reader inside bpmn-js, take these BPMN files without a warning? Prints one JSON line a file. */

import { readFile } from 'node:fs/promises';

import { BpmnModdle } from 'bpmn-moddle';

const moddle = new BpmnModdle();
for (const file of process.argv.slice(2)) {
  const { elementsById, rootElement, warnings } = await moddle.fromXML(await readFile(file, 'utf8'));
  const shown = (rootElement.diagrams ?? []).flatMap(({ plane }) => plane.planeElement.map((one) => one.bpmnElement?.id));
  console.log(JSON.stringify({
    file,
    ids: Object.keys(elementsById),
    shown,
    warnings: warnings.map(({ message }) => message),
  }));
}
