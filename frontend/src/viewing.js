/** Where to look: pure arithmetic on view boxes, in diagram units unless a name ends in `Px`. */

/** Below this zoom, Japanese labels of 12 units cannot be read on a 1366×768 screen. */
export const READABLE_ZOOM = 0.6;
export const ZOOM_RANGE = { min: 0.2, max: 3 };
const ZOOM_STEP = 1.2;
const MARGIN_PX = 24;

/**
 * The first view of a drawing: all of its width, unless that makes the words unreadable; then its left part in readable
 * size, at the height of `start` (the first step), or all of the height where that is readable.
 */
export function firstView(drawing, sizePx, start) {
  const widthPx = sizePx.width - 2 * MARGIN_PX;
  const heightPx = sizePx.height - 2 * MARGIN_PX;
  const wholePx = Math.min(widthPx / drawing.width, heightPx / drawing.height);
  const wide = widthPx / drawing.width;
  let zoom = Math.min(1, wide);
  if (zoom < READABLE_ZOOM) {
    zoom = Math.min(1, Math.max(READABLE_ZOOM, heightPx / drawing.height));
  } else if (wholePx >= READABLE_ZOOM) {
    zoom = Math.min(1, wholePx);
  }
  const view = { width: sizePx.width / zoom, height: sizePx.height / zoom };
  const fitsWidth = drawing.width * zoom <= sizePx.width;
  const fitsHeight = drawing.height * zoom <= sizePx.height;
  return {
    ...view,
    x: fitsWidth ? drawing.x - (view.width - drawing.width) / 2 : drawing.x - MARGIN_PX / zoom,
    y: fitsHeight ? drawing.y - (view.height - drawing.height) / 2 : firstRow(drawing, view, start, MARGIN_PX / zoom),
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

/** The zoom after one step in or out, within the range. */
export function steppedZoom(zoom, direction) {
  const next = direction > 0 ? zoom * ZOOM_STEP : zoom / ZOOM_STEP;
  return Math.max(ZOOM_RANGE.min, Math.min(ZOOM_RANGE.max, next));
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
