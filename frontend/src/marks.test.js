import assert from 'node:assert/strict';
import test from 'node:test';

import { classesOf, isSameMark } from './marks.js';

const mark = { id: 'A', verdict: 'gap', isDecided: false, isStale: false, sign: '×', label: '審査' };

test('a guess, a decision and a stale decision look different', () => {
  assert.deepEqual(classesOf(mark), ['fitgap-step', 'fitgap-gap', 'fitgap-guess']);
  assert.deepEqual(classesOf({ ...mark, isDecided: true }), ['fitgap-step', 'fitgap-gap', 'fitgap-decided']);
  assert.ok(classesOf({ ...mark, isStale: true }).includes('fitgap-stale'));
});

test('the counterpart of a step chosen elsewhere stands out', () => {
  assert.ok(classesOf({ ...mark, verdict: 'shared', isLinked: true }).includes('fitgap-linked'));
  assert.ok(!classesOf({ ...mark, verdict: 'shared' }).includes('fitgap-linked'));
});

test('a mark is drawn again only when something in it changed', () => {
  assert.ok(isSameMark(mark, { ...mark }));
  assert.ok(!isSameMark(mark, { ...mark, label: '照合' }));
  assert.ok(!isSameMark(mark, undefined));
});
