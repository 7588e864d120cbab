// A quiet drawing of our own behind the picture: schematic, in the places of the ontology.
// Each line is a row of points (x, y) for one half of the body; the other half mirrors it.
const BODY = {
  outline: [
    [[0.5, 0.0], [0.53, 0.01], [0.545, 0.045], [0.54, 0.085], [0.525, 0.115], [0.522, 0.15],
      [0.57, 0.172], [0.615, 0.19], [0.625, 0.24], [0.622, 0.3], [0.608, 0.38], [0.6, 0.44],
      [0.612, 0.48], [0.63, 0.54], [0.634, 0.62], [0.62, 0.72], [0.605, 0.78], [0.608, 0.84],
      [0.585, 0.95], [0.59, 1.0]],
    [[0.505, 0.585], [0.53, 0.62], [0.545, 0.72], [0.552, 0.78], [0.548, 0.84], [0.56, 0.95], [0.553, 1.0]],
  ],
  bones: [
    [[0.6, 0.475], [0.57, 0.468], [0.53, 0.495], [0.52, 0.515]],
    [[0.6, 0.475], [0.612, 0.5], [0.6, 0.54], [0.57, 0.56], [0.53, 0.565], [0.508, 0.572]],
    [[0.595, 0.545], [0.606, 0.56], [0.598, 0.585], [0.588, 0.68], [0.582, 0.745]],
    [[0.58, 0.76], [0.576, 0.86], [0.572, 0.95]],
    ...[0.24, 0.265, 0.29, 0.315, 0.335, 0.352].map((y, i) => [
      [0.507, y], [0.55 + i * 0.006, y + 0.004], [0.585 + i * 0.003, y + 0.028],
      [0.57 - i * 0.002, y + 0.048], [0.53 + i * 0.005, y + 0.046 + i * 0.004],
    ]),
    [[0.507, 0.378], [0.535, 0.388], [0.56, 0.41]],
    [[0.5, 0.355], [0.53, 0.345], [0.56, 0.35], [0.585, 0.372], [0.598, 0.4]],
  ],
  vertebrae: [
    ...Array.from({ length: 7 }, (_, i) => [0.125 + i * 0.0105, 0.011]),
    ...Array.from({ length: 12 }, (_, i) => [0.2 + i * 0.0175, 0.013]),
    ...Array.from({ length: 5 }, (_, i) => [0.41 + i * 0.02, 0.017]),
  ],
};

const drawBody = (context, layout, ink, dark) => {
  const place = ([x, y]) => {
    const above = layout.heights.findLastIndex(([low]) => low <= y && low < 1);
    const [[low, start], [high, end]] = layout.heights.slice(Math.max(0, above), Math.max(0, above) + 2);
    return [(x - 0.5) * layout.width, start + ((y - low) / (high - low)) * (end - start)];
  };
  // A smooth line: each point bends the curve between the middles beside it.
  const trace = (points, mirrored) => {
    const [first, ...rest] = points.map((point) => {
      const [x, y] = place(point);
      return [mirrored ? -x : x, y];
    });
    context.beginPath();
    context.moveTo(...first);
    rest.forEach(([x, y], i) => {
      const next = rest[i + 1];
      if (next) context.quadraticCurveTo(x, y, (x + next[0]) / 2, (y + next[1]) / 2);
      else context.lineTo(x, y);
    });
    context.stroke();
  };
  context.save();
  context.strokeStyle = ink;
  context.fillStyle = ink;
  context.lineCap = "round";
  context.lineJoin = "round";
  const strength = dark ? 1.2 : 1;
  for (const mirrored of [false, true]) {
    context.globalAlpha = 0.16 * strength;
    context.lineWidth = 7;
    for (const line of BODY.outline) trace(line, mirrored);
    context.globalAlpha = 0.09 * strength;
    context.lineWidth = 12;
    for (const line of BODY.bones) trace(line, mirrored);
  }
  context.globalAlpha = 0.08 * strength;
  for (const [y, half] of BODY.vertebrae) {
    const [left, top] = place([0.5 - half, y - 0.0042]);
    const [right, bottom] = place([0.5 + half, y + 0.0042]);
    context.beginPath();
    context.roundRect(left, top, right - left, Math.max(14, bottom - top), 10);
    context.fill();
  }
  const [sacrumLeft, sacrumTop] = place([0.475, 0.507]);
  const [sacrumRight] = place([0.525, 0.507]);
  const [, sacrumEnd] = place([0.5, 0.562]);
  context.beginPath();
  context.moveTo(sacrumLeft, sacrumTop);
  context.lineTo(sacrumRight, sacrumTop);
  context.lineTo(0, sacrumEnd);
  context.fill();
  // R and L: the person faces the viewer.
  context.globalAlpha = 0.4 * strength;
  context.font = "600 72px system-ui, sans-serif";
  const [leftSide, height] = place([0.66, 0.13]);
  context.fillText("R", -leftSide - 50, height);
  context.fillText("L", leftSide, height);
  context.font = "600 42px system-ui, sans-serif";
  context.textAlign = "center";
  for (const [x, y, words] of layout.headings) context.fillText(words, x, y);
  context.restore();
};
