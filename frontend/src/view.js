/** One flow viewer: a strip, a canvas, and what Python last said about them. */

import Viewer from 'bpmn-js/lib/Viewer';
import MoveCanvasModule from 'diagram-js/lib/navigation/movecanvas';
import ZoomScrollModule from 'diagram-js/lib/navigation/zoomscroll';

import { diagramShowing, openableDiagrams } from './diagrams.js';
import { actionOf, stepAfter } from './keys.js';
import { element } from './marks.js';
import { makeSteps } from './steps.js';
import { labelToolbar, makeToolbar, offerDiagrams } from './toolbar.js';
import { FAR_ZOOM, firstView, shiftToShow, steppedZoom, wholeView } from './viewing.js';

const FONTS = "'Noto Sans JP', 'BIZ UDPGothic', 'Yu Gothic UI', Meiryo, sans-serif";

/** Build a viewer inside `host`; `report` is called with the id of a step that was clicked or chosen by key. */
export function makeView(host, report) {
  const document = host.ownerDocument;
  const frame = element(document, 'div', 'fitgap-frame');
  const place = element(document, 'div', 'fitgap-canvas');
  const failure = element(document, 'p', 'fitgap-failure');
  failure.setAttribute('role', 'alert');
  failure.hidden = true;
  const toolbar = makeToolbar(document, act, openByHand);
  frame.append(toolbar.strip, place, failure);
  host.replaceChildren(frame);

  const viewer = new Viewer({
    container: place,
    additionalModules: [MoveCanvasModule, ZoomScrollModule],
    textRenderer: { defaultStyle: { fontFamily: FONTS, fontSize: 14 }, externalStyle: { fontSize: 12 } },
  });
  const canvas = viewer.get('canvas');
  const steps = makeSteps(viewer, document);
  const surface = place.querySelector('svg');
  surface.setAttribute('role', 'group');

  let said = null; // the data that is on screen
  let openId = '';
  let isFitted = false;
  let queue = Promise.resolve();

  viewer.on('element.click', ({ element: clicked }) => {
    const step = clicked.labelTarget || clicked;
    if (steps.isStep(step.id)) {
      choose(step.id);
    }
  });
  viewer.on('canvas.viewbox.changed', ({ viewbox }) => place.classList.toggle('fitgap-far', viewbox.scale < FAR_ZOOM));
  place.addEventListener('keydown', onKey);
  place.addEventListener('wheel', leaveToPage, { capture: true });
  const watcher = new ResizeObserver(() => {
    canvas.resized();
    fitOnce();
  });
  watcher.observe(place);

  function choose(id) {
    steps.choose(id);
    reveal(id);
    report(id);
  }

  function act(action) {
    if (action === 'readable') {
      look(firstView);
      reveal(steps.chosen());
    } else if (action === 'whole') {
      look(wholeView);
    } else {
      canvas.zoom(steppedZoom(canvas.zoom(), action === 'zoomIn' ? 1 : -1), 'auto');
    }
  }

  function onKey(event) {
    const action = actionOf(event);
    if (!action || event.target.closest?.('.djs-overlay-container, a')) {
      return;
    }
    const current = event.target.dataset?.elementId || steps.chosen();
    if (action === 'choose') {
      if (!steps.isStep(current)) {
        return;
      }
      choose(current);
    } else if (action === 'readable' || action.startsWith('zoom')) {
      act(action);
    } else {
      const step = stepAfter(steps.order(), current, action);
      if (!step) {
        return;
      }
      steps.focus(step);
      reveal(step);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** The wheel scrolls the page; with Ctrl it zooms and with Shift (or sideways) it moves the diagram. */
  function leaveToPage(event) {
    if (!event.ctrlKey && !event.shiftKey && Math.abs(event.deltaY) >= Math.abs(event.deltaX)) {
      event.stopPropagation();
    }
  }

  function reveal(id) {
    const step = steps.shape(id);
    if (!step) {
      return;
    }
    if (canvas.findRoot(step) !== canvas.getRootElement()) {
      canvas.setRootElement(canvas.findRoot(step));
    }
    const view = canvas.viewbox();
    const { x, y } = shiftToShow(view, step);
    if (x || y) {
      canvas.scroll({ dx: -x * view.scale, dy: -y * view.scale });
    }
  }

  function look(from) {
    const { inner, outer } = canvas.viewbox();
    if (!outer.width || !outer.height || !inner.width || !inner.height) {
      return false;
    }
    const first = steps.order().map((id) => steps.shape(id))[0];
    canvas.viewbox(from(inner, outer, first));
    return true;
  }

  function fitOnce() {
    if (said && !isFitted && look(firstView)) {
      isFitted = true;
      reveal(steps.chosen());
    }
  }

  async function load(data) {
    said = null;
    steps.reset();
    isFitted = false;
    await viewer.importXML(data.xml);
    const definitions = viewer.getDefinitions();
    const diagrams = openableDiagrams(definitions);
    const first = diagramShowing(definitions, data.selected) || diagrams[0]?.id || '';
    openId = definitions.diagrams[0]?.id || '';
    if (first) {
      await open(first);
    }
    offerDiagrams(toolbar, diagrams, openId, document);
  }

  async function open(id) {
    if (id !== openId) {
      steps.reset();
      isFitted = false;
      await viewer.open(id);
      openId = id;
      toolbar.choice.value = id;
    }
  }

  function openByHand(id) {
    enqueue(async () => {
      await open(id);
      draw(said);
    });
  }

  function draw(data) {
    steps.show(data.marks, data.words);
    steps.choose(data.selected);
    fitOnce();
  }

  async function show(data) {
    const before = said;
    if (!before || before.words !== data.words) {
      labelToolbar(toolbar, data.words, data.legend, document);
      surface.setAttribute('aria-label', data.words.diagram);
    }
    place.style.height = data.height;
    if (!before || before.xml !== data.xml) {
      frame.dataset.fitgapViewer = 'loading';
      await load(data);
    }
    said = data;
    const isNewlySelected = !before || before.selected !== data.selected;
    const selected = isNewlySelected ? data.selected : steps.chosen();
    if (isNewlySelected && selected && !steps.shape(selected)) {
      const other = diagramShowing(viewer.getDefinitions(), selected);
      if (other) {
        await open(other);
      }
    }
    draw({ ...data, selected });
    if (isNewlySelected) {
      reveal(selected);
    }
    failure.hidden = true;
    place.hidden = false;
    frame.dataset.fitgapViewer = 'ready';
  }

  function fail(data, error) {
    said = null;
    failure.textContent = data.words.failed;
    failure.hidden = false;
    place.hidden = true;
    frame.dataset.fitgapViewer = 'failed';
    console.error('fitgap viewer:', error);
  }

  /** One thing after the other: an import takes a while, and Python may speak again in the meantime. */
  function enqueue(work, onError = () => {}) {
    queue = queue.then(work).catch(onError);
    return queue;
  }

  return {
    apply: (data) => enqueue(() => show(data), (error) => fail(data, error)),
    destroy() {
      watcher.disconnect();
      viewer.destroy();
      host.replaceChildren();
    },
  };
}
