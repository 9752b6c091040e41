import assert from 'node:assert/strict';
import test from 'node:test';

import { firstView, READABLE_ZOOM, shiftToShow, steppedZoom, wholeView } from './viewing.js';

const canvas = { width: 1200, height: 440 };
const zoomOf = (view) => canvas.width / view.width;

test('a small drawing is shown whole, centred, and never enlarged', () => {
  const view = firstView({ x: 100, y: 50, width: 400, height: 200 }, canvas);
  assert.equal(zoomOf(view), 1);
  assert.equal(view.x + view.width / 2, 300);
  assert.equal(view.y + view.height / 2, 150);
});

test('a drawing whose whole is readable is shown whole', () => {
  const view = firstView({ x: 0, y: 0, width: 1600, height: 300 }, canvas);
  assert.ok(zoomOf(view) >= READABLE_ZOOM);
  assert.ok(view.x <= 0 && view.x + view.width >= 1600);
});

test('a wide drawing shows its left part in readable size, at the height of its first step', () => {
  const step = { x: 300, y: 900, width: 100, height: 80 };
  const view = firstView({ x: 0, y: 0, width: 4500, height: 1800 }, canvas, step);
  assert.ok(Math.abs(zoomOf(view) - READABLE_ZOOM) < 1e-9);
  assert.ok(view.x < 0 && view.x > -60);
  assert.ok(view.y < step.y && view.y + view.height > step.y + step.height);
});

test('the whole view holds everything', () => {
  const view = wholeView({ x: -50, y: 10, width: 4500, height: 1800 }, canvas);
  assert.ok(view.x <= -50 && view.y <= 10);
  assert.ok(view.x + view.width >= 4450 && view.y + view.height >= 1810);
});

test('a view moves only for what lies outside it', () => {
  const view = { x: 0, y: 0, width: 1000, height: 500 };
  assert.deepEqual(shiftToShow(view, { x: 300, y: 200, width: 100, height: 80 }), { x: 0, y: 0 });
  assert.deepEqual(shiftToShow(view, { x: 1950, y: 200, width: 100, height: 80 }), { x: 1500, y: 0 });
});

test('zoom steps stay within their range, and do not jump when already outside', () => {
  assert.ok(steppedZoom(1, 1) > 1 && steppedZoom(1, -1) < 1);
  assert.equal(steppedZoom(3, 1), 3);
  assert.equal(steppedZoom(0.05, -1), 0.05);
  assert.ok(steppedZoom(0.05, 1) > 0.05);
});
