/** Where to look: pure arithmetic on view boxes, in diagram units unless a name ends in `Px`. */

/** Below this zoom, Japanese names of 14 units cannot be read on a 1366×768 screen. */
export const READABLE_ZOOM = 0.65;

/** Below this zoom, badges stand so close that only their signs are shown. */
export const FAR_ZOOM = 0.45;

const ZOOM_RANGE = { min: 0.1, max: 3 };
const ZOOM_STEP = 1.2;
const MARGIN_PX = 24;

/**
 * The first view of a drawing: all of it where its words stay readable, else all of its width, else all of its height,
 * else its left part in readable size. What is taller than the canvas begins at the height of `start`, the first step.
 */
export function firstView(drawing, sizePx, start) {
  const acrossZoom = (sizePx.width - 2 * MARGIN_PX) / drawing.width;
  const downZoom = (sizePx.height - 2 * MARGIN_PX) / drawing.height;
  const wholeZoom = Math.min(acrossZoom, downZoom);
  const best = [wholeZoom, acrossZoom, downZoom].find((zoom) => zoom >= READABLE_ZOOM) ?? READABLE_ZOOM;
  const zoom = Math.min(1, best);
  const view = { width: sizePx.width / zoom, height: sizePx.height / zoom };
  const margin = MARGIN_PX / zoom;
  const isWide = drawing.width + margin > view.width;
  const isTall = drawing.height + margin > view.height;
  return {
    ...view,
    x: isWide ? drawing.x - margin : drawing.x - (view.width - drawing.width) / 2,
    y: isTall ? firstRow(drawing, view, start, margin) : drawing.y - (view.height - drawing.height) / 2,
  };
}

function firstRow(drawing, view, start, margin) {
  const top = drawing.y - margin;
  const bottom = drawing.y + drawing.height + margin - view.height;
  if (!start) {
    return top;
  }
  return Math.max(top, Math.min(bottom, start.y + start.height / 2 - view.height / 2));
}

/** All of the drawing, however small. */
export function wholeView(drawing, sizePx) {
  const zoom = Math.min(
    1,
    (sizePx.width - 2 * MARGIN_PX) / drawing.width,
    (sizePx.height - 2 * MARGIN_PX) / drawing.height,
  );
  const view = { width: sizePx.width / zoom, height: sizePx.height / zoom };
  return {
    ...view,
    x: drawing.x - (view.width - drawing.width) / 2,
    y: drawing.y - (view.height - drawing.height) / 2,
  };
}

/** The zoom after one step in or out, within the range. */
export function steppedZoom(zoom, direction) {
  const next = direction > 0 ? zoom * ZOOM_STEP : zoom / ZOOM_STEP;
  return Math.max(Math.min(zoom, ZOOM_RANGE.min), Math.min(Math.max(zoom, ZOOM_RANGE.max), next));
}

/** How far to move a view so that a shape is inside it with room around; zero when it already is. */
export function shiftToShow(view, shape) {
  return {
    x: shiftAlong(view.x, view.width, shape.x, shape.width),
    y: shiftAlong(view.y, view.height, shape.y, shape.height),
  };
}

function shiftAlong(viewStart, viewLength, start, length) {
  const room = Math.min(40, Math.max(0, (viewLength - length) / 2));
  const isInside = start - room >= viewStart && start + length + room <= viewStart + viewLength;
  return isInside ? 0 : start + length / 2 - (viewStart + viewLength / 2);
}
