/**
 * Which of a file's diagrams can be opened. A diagram of a collapsed sub-process is not one of them: bpmn-js opens it
 * from the sub-process itself.
 */

/**
 * The diagrams that show something, as `{id, name}`: those of `pages`, in their order and by their names, where any are
 * given, else all of the file in its order.
 */
export function openableDiagrams(definitions, pages = []) {
  const found = (definitions.diagrams || [])
    .filter((diagram) => shapesOf(diagram).length > 0 && !isSubProcessPlane(diagram))
    .map((diagram) => ({ id: diagram.id, name: nameOf(diagram) }));
  const named = pages.filter((page) => found.some(({ id }) => id === page.id));
  return named.length > 0 ? named : found;
}

/** The id of the openable diagram that draws an element, "" when none does. */
export function diagramShowing(definitions, elementId) {
  const found = (definitions.diagrams || []).find(
    (diagram) => !isSubProcessPlane(diagram) && shapesOf(diagram).some((shape) => shape.bpmnElement?.id === elementId),
  );
  return found ? found.id : '';
}

function shapesOf(diagram) {
  return diagram.plane?.planeElement || [];
}

function isSubProcessPlane(diagram) {
  return /SubProcess$/.test(diagram.plane?.bpmnElement?.$type || '');
}

function nameOf(diagram) {
  return diagram.name || diagram.plane?.bpmnElement?.name || diagram.id || '';
}
