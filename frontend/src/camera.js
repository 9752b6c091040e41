/** Where the canvas looks. Takes the arithmetic of `viewing.js` to the canvas of a viewer. */

import { FAR_ZOOM, firstView, shiftToShow, steppedZoom, wholeView } from './viewing.js';

/** Drive the canvas of `viewer` inside `place`, over the steps of `steps`. */
export function makeCamera(viewer, place, steps) {
  const canvas = viewer.get('canvas');
  let isFitted = false;

  viewer.on('canvas.viewbox.changed', ({ viewbox }) => {
    place.classList.toggle('fitgap-far', viewbox.scale < FAR_ZOOM);
  });
  place.addEventListener('wheel', leaveToPage, { capture: true });

  /** The wheel scrolls the page; with Ctrl it zooms, with Shift or sideways it moves the diagram. */
  function leaveToPage(event) {
    if (!event.ctrlKey && !event.shiftKey && Math.abs(event.deltaY) >= Math.abs(event.deltaX)) {
      event.stopPropagation();
    }
  }

  /** Take a view of the whole drawing; false as long as there is nothing to see or no room to show it. */
  function look(viewOf) {
    const { inner, outer } = canvas.viewbox();
    if (!outer.width || !outer.height || !inner.width || !inner.height) {
      return false;
    }
    canvas.viewbox(viewOf(inner, outer, steps.shape(steps.order()[0])));
    return true;
  }

  /** Bring a step into view, on its own plane, at the present zoom. */
  function reveal(id) {
    const step = steps.shape(id);
    if (!step) {
      return;
    }
    const root = canvas.findRoot(step);
    if (root !== canvas.getRootElement()) {
      canvas.setRootElement(root);
    }
    const view = canvas.viewbox();
    const { x, y } = shiftToShow(view, step);
    if (x || y) {
      canvas.scroll({ dx: -x * view.scale, dy: -y * view.scale });
    }
  }

  return {
    reveal,

    /** The next `settle` takes the first view again: another diagram was opened. */
    reset() {
      isFitted = false;
    },

    /** Take the first view, once, as soon as there is room for it. */
    settle() {
      canvas.resized();
      if (!isFitted && look(firstView)) {
        isFitted = true;
        reveal(steps.chosen());
      }
    },

    act: {
      zoomIn: () => canvas.zoom(steppedZoom(canvas.zoom(), 1), 'auto'),
      zoomOut: () => canvas.zoom(steppedZoom(canvas.zoom(), -1), 'auto'),
      whole: () => look(wholeView),
      readable() {
        look(firstView);
        reveal(steps.chosen());
      },
    },
  };
}
