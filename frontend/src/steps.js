/** The marked steps of an open diagram: their looks, their names for screen readers, which one is chosen. */

import { badgeOf, classesOf, isSameMark } from './marks.js';

const SVG = 'http://www.w3.org/2000/svg';
const OVERLAY = 'fitgap';
const RING_UNITS = 7;

/** Keep the marks of one viewer. Element ids that the open diagram does not draw are passed over. */
export function makeSteps(viewer, document) {
  const canvas = viewer.get('canvas');
  const overlays = viewer.get('overlays');
  const registry = viewer.get('elementRegistry');
  let shown = new Map();
  let chosen = '';

  function shape(id) {
    const found = id ? registry.get(id) : undefined;
    return found && found.width ? found : undefined;
  }

  function wipe(mark) {
    overlays.remove({ element: mark.id, type: OVERLAY });
    classesOf(mark).forEach((name) => canvas.removeMarker(mark.id, name));
  }

  function draw(mark, words) {
    classesOf(mark).forEach((name) => canvas.addMarker(mark.id, name));
    overlays.add(mark.id, OVERLAY, {
      position: { top: -21, left: -10 },
      html: badgeOf(mark, words, document),
      scale: { min: 0.75, max: 1.6 },
    });
    const graphics = registry.getGraphics(mark.id);
    graphics.setAttribute('role', 'button');
    graphics.setAttribute('tabindex', '-1');
    graphics.setAttribute('aria-pressed', String(mark.id === chosen));
    graphics.setAttribute('aria-label', mark.label);
    tooltip(graphics).textContent = mark.label;
  }

  function tooltip(graphics) {
    const found = graphics.querySelector(':scope > title');
    return found || graphics.insertBefore(document.createElementNS(SVG, 'title'), graphics.firstChild);
  }

  function ring(id, isOn) {
    const step = shape(id);
    if (!step) {
      return;
    }
    const graphics = registry.getGraphics(id);
    graphics.querySelector(':scope > .fitgap-ring')?.remove();
    graphics.setAttribute('aria-pressed', String(isOn));
    if (isOn) {
      const frame = document.createElementNS(SVG, 'rect');
      frame.setAttribute('class', 'fitgap-ring');
      frame.setAttribute('x', -RING_UNITS);
      frame.setAttribute('y', -RING_UNITS);
      frame.setAttribute('width', step.width + 2 * RING_UNITS);
      frame.setAttribute('height', step.height + 2 * RING_UNITS);
      frame.setAttribute('rx', 14);
      graphics.append(frame);
    }
  }

  return {
    shape,

    /** Forget everything: another diagram was opened. */
    reset() {
      shown = new Map();
      chosen = '';
    },

    /** Draw what is new or has changed, and take away what is gone. */
    show(marks, words) {
      const wanted = new Map(marks.filter((mark) => shape(mark.id)).map((mark) => [mark.id, mark]));
      for (const [id, mark] of shown) {
        if (!isSameMark(mark, wanted.get(id))) {
          wipe(mark);
        }
      }
      for (const [id, mark] of wanted) {
        if (!isSameMark(mark, shown.get(id))) {
          draw(mark, words);
        }
      }
      shown = wanted;
    },

    /** The ids of the marked steps of the plane that is open, in the order of the marks. */
    order() {
      const root = canvas.getRootElement();
      return [...shown.keys()].filter((id) => canvas.findRoot(id) === root);
    },

    isStep(id) {
      return shown.has(id);
    },

    chosen() {
      return chosen;
    },

    choose(id) {
      if (id !== chosen) {
        ring(chosen, false);
        chosen = id;
        ring(chosen, true);
      }
    },

    /** Put the keyboard focus on a step. */
    focus(id) {
      registry.getGraphics(id)?.focus({ preventScroll: true });
    },
  };
}
