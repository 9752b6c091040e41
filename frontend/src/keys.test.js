import assert from 'node:assert/strict';
import test from 'node:test';

import { actionOf, stepAfter } from './keys.js';

test('keys with Ctrl, Alt or Meta belong to the browser', () => {
  assert.equal(actionOf({ key: '+' }), 'zoomIn');
  assert.equal(actionOf({ key: '+', ctrlKey: true }), '');
  assert.equal(actionOf({ key: 'Tab' }), '');
  assert.equal(actionOf({ key: 'constructor' }), '');
});

test('walking keeps the order and stops at both ends', () => {
  const order = ['a', 'b', 'c'];
  assert.equal(stepAfter(order, 'a', 'next'), 'b');
  assert.equal(stepAfter(order, 'c', 'next'), 'c');
  assert.equal(stepAfter(order, 'a', 'previous'), 'a');
  assert.equal(stepAfter(order, '', 'next'), 'a');
  assert.equal(stepAfter(order, '', 'previous'), 'c');
  assert.equal(stepAfter(order, 'b', 'first'), 'a');
  assert.equal(stepAfter(order, 'b', 'last'), 'c');
  assert.equal(stepAfter([], 'a', 'next'), undefined);
});
