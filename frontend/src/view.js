/** One flow viewer: what Python last said, and the diagram that shows it. */

import Viewer from 'bpmn-js/lib/Viewer';
import MoveCanvasModule from 'diagram-js/lib/navigation/movecanvas';
import ZoomScrollModule from 'diagram-js/lib/navigation/zoomscroll';

import { makeCamera } from './camera.js';
import { diagramShowing, openableDiagrams } from './diagrams.js';
import { makeFrame } from './frame.js';
import { listenToKeys } from './keyboard.js';
import { makeSteps } from './steps.js';
import { labelToolbar, offerDiagrams } from './toolbar.js';

const FONTS = "'Noto Sans JP', 'BIZ UDPGothic', 'Yu Gothic UI', Meiryo, sans-serif";

/** Build a viewer inside `host`; `report` is called with the id of a step that was clicked or chosen by key. */
export function makeView(host, report) {
  const document = host.ownerDocument;
  const { place, toolbar, turn } = makeFrame(host, (action) => camera.act[action](), openByHand);
  const viewer = new Viewer({
    container: place,
    additionalModules: [MoveCanvasModule, ZoomScrollModule],
    textRenderer: {
      defaultStyle: { fontFamily: FONTS, fontSize: 14 },
      externalStyle: { fontSize: 12 },
    },
  });
  const surface = place.querySelector('svg');
  surface.setAttribute('role', 'group');
  const steps = makeSteps(viewer, document);
  const camera = makeCamera(viewer, place, steps);
  let said = null; // the data that is on screen
  let openId = '';
  let queue = Promise.resolve();

  viewer.on('element.click', ({ element: clicked }) => choose((clicked.labelTarget || clicked).id));
  listenToKeys(place, steps, camera, choose);
  const watcher = new ResizeObserver(() => said && camera.settle());
  watcher.observe(place);

  function choose(id) {
    if (steps.isStep(id)) {
      steps.choose(id);
      camera.reveal(id);
      report(id);
    }
  }

  function draw(data, selected) {
    steps.show(data.marks, data.words);
    steps.choose(selected);
    camera.settle();
  }

  async function load(data) {
    said = null;
    turn('loading');
    steps.reset();
    camera.reset();
    await viewer.importXML(data.xml);
    const definitions = viewer.getDefinitions();
    const diagrams = openableDiagrams(definitions, data.pages);
    openId = definitions.diagrams[0].id;
    await open(diagramShowing(definitions, data.selected) || diagrams[0]?.id || openId);
    offerDiagrams(toolbar, diagrams, openId, document);
  }

  async function open(id) {
    if (id !== openId) {
      steps.reset();
      camera.reset();
      await viewer.open(id);
      openId = id;
      toolbar.choice.value = id;
    }
  }

  function openByHand(id) {
    enqueue(async () => {
      await open(id);
      draw(said, said.selected);
    });
  }

  async function show(data) {
    const before = said;
    labelToolbar(toolbar, data.words, data.legend, document);
    surface.setAttribute('aria-label', data.words.diagram);
    place.style.height = data.height;
    if (before?.xml !== data.xml) {
      await load(data);
    }
    const isNewlySelected = before?.selected !== data.selected;
    if (isNewlySelected && !steps.shape(data.selected)) {
      await open(diagramShowing(viewer.getDefinitions(), data.selected) || openId);
    }
    said = data;
    turn('ready');
    draw(data, isNewlySelected ? data.selected : steps.chosen());
    if (isNewlySelected) {
      camera.reveal(data.selected);
    }
  }

  function fail(data, error) {
    said = null;
    turn('failed', data.words.failed);
    console.error('fitgap viewer:', error);
  }

  /** One thing after the other: an import takes a while, and Python may speak again in the meantime. */
  function enqueue(work, onError = console.error) {
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
