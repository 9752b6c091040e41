import assert from 'node:assert/strict';
import test from 'node:test';

import { diagramShowing, openableDiagrams } from './diagrams.js';

const drawn = (id, ...steps) => ({ id, bpmnElement: { $type: 'bpmn:Process', name: `${id} process` }, planeElement: steps.map((step) => ({ bpmnElement: { id: step } })) });
const definitions = {
  diagrams: [
    { id: 'empty', plane: { bpmnElement: { $type: 'bpmn:Process' } } },
    { id: 'main', name: '受付', plane: drawn('main', 'A', 'B') },
    { id: 'inside', plane: { ...drawn('inside', 'C'), bpmnElement: { $type: 'bpmn:AdHocSubProcess' } } },
    { id: 'second', plane: drawn('second', 'D', undefined) },
  ],
};

test('diagrams without shapes and insides of sub-processes are not offered', () => {
  assert.deepEqual(openableDiagrams(definitions), [
    { id: 'main', name: '受付' },
    { id: 'second', name: 'second process' },
  ]);
  assert.deepEqual(openableDiagrams({}), []);
});

test('pages that Python names come in its order, when the file has them', () => {
  const pages = [{ id: 'second', name: '交付' }, { id: 'gone', name: '？' }];
  assert.deepEqual(openableDiagrams(definitions, pages), [{ id: 'second', name: '交付' }]);
  assert.equal(openableDiagrams(definitions, [{ id: 'gone', name: '？' }]).length, 2);
});

test('an element is found in the diagram that draws it', () => {
  assert.equal(diagramShowing(definitions, 'D'), 'second');
  assert.equal(diagramShowing(definitions, 'C'), '');
  assert.equal(diagramShowing(definitions, ''), '');
});
