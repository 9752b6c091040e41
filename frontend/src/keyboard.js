/** Walking through the steps, choosing and zooming by keys, wherever the focus is on the canvas. */

import { actionOf, stepAfter } from './keys.js';

/** Listen on `place`; `choose` is called with the step that Enter or Space was pressed on. */
export function listenToKeys(place, steps, camera, choose) {
  place.addEventListener('keydown', (event) => {
    const action = actionOf(event);
    const focused = event.target.dataset?.elementId; // the canvas itself has one as well: the id of the process
    const isOurs = action && !event.target.closest?.('.djs-overlay-container, a');
    if (isOurs && perform(action, steps.isStep(focused) ? focused : steps.chosen())) {
      event.preventDefault();
      event.stopPropagation();
    }
  });

  function perform(action, current) {
    if (action in camera.act) {
      camera.act[action]();
      return true;
    }
    const step = action === 'choose' ? current : stepAfter(steps.order(), current, action);
    if (!steps.isStep(step)) {
      return false;
    }
    if (action === 'choose') {
      choose(step);
    } else {
      steps.focus(step);
      camera.reveal(step);
    }
    return true;
  }
}
