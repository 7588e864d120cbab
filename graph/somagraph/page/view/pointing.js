// What the pointer is at: a name, a dot or its twin, a line, or an outline of the body.
const within = (x, y) => ({ box: [left, top, right, bottom] }) => left <= x && x <= right && top <= y && y <= bottom;

// The name at a place, in pixels from the middle of the body's crown.
export const nameAt = (picture, x, y) => picture.names().find(within(x, y));

// {entity} or {claim} at a place of the container, or {}. Where something is chosen, what is dimmed
// does not get in its way.
const thingAt = (picture, DOM) => {
  const { network, graph, lit, litClaims } = picture;
  const origin = network.canvasToDOM({ x: 0, y: 0 });
  const named = nameAt(picture, DOM.x - origin.x, DOM.y - origin.y);
  if (named) return named.isLine ? { claim: named.id } : { entity: named.id };
  const place = network.DOMtoCanvas(DOM);
  const twin = network.canvasToDOM({ x: -place.x, y: place.y });
  const seen = (id) => (id !== undefined && (!lit || lit.has(id)) ? id : undefined);
  const entity = seen(network.getNodeAt(DOM)) ?? seen(network.getNodeAt(twin));
  if (entity) return { entity };
  const claim = network.getEdgeAt(DOM);
  if (litClaims.has(claim)) return { claim };
  const isThere = (id) => graph.entities.has(id) && Boolean(seen(id)) && !picture.isHidden(id);
  const outlined = picture.hasBody ? picture.body.entityAt(place.x, place.y, isThere) : "";
  return outlined ? { entity: outlined } : {};
};

export const pointAt = (picture, container) => {
  picture.network.on("click", ({ pointer: { DOM } }) => {
    const { entity, claim } = thingAt(picture, DOM);
    if (entity) picture.handlers.onEntity(entity);
    else if (claim) picture.handlers.onClaim(claim);
  });
  let waiting = null;
  const look = () => {
    const { left, top } = container.getBoundingClientRect();
    const { entity, claim } = thingAt(picture, { x: waiting.clientX - left, y: waiting.clientY - top });
    waiting = null;
    picture.hover(entity || "");
    container.classList.toggle("pointing", Boolean(entity || claim));
  };
  container.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || event.buttons) return;
    if (!waiting) requestAnimationFrame(look);
    waiting = event;
  });
  container.addEventListener("pointerleave", () => picture.hover(""));
};
