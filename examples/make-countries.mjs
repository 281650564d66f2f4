// Makes countries.geojson from Natural Earth country borders, and damages eight of them on purpose.
// PROVENANCE.md says where the borders come from and lists each damage.
//
//   npm install world-atlas@2.0.2 topojson-client@3.1.0
//   node make-countries.mjs node_modules/world-atlas/countries-50m.json > countries.geojson

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { feature } = createRequire(join(process.cwd(), 'package.json'))('topojson-client');
const atlas = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const countries = feature(atlas, atlas.objects.countries).features;

// Four decimals are 11 m: finer than a map at 1:50,000,000 knows.
const round = (value) => Array.isArray(value) ? value.map(round) : Math.round(value * 1e4) / 1e4;
const named = (name) => countries.find((country) => country.properties.name === name);
const outer = (country) => country.geometry.coordinates[0];

for (const country of countries) {
  country.geometry.coordinates = round(country.geometry.coordinates);
}

const damages = {
  // A stretch of the border runs backwards: it crosses itself like a bow tie.
  Uruguay(country) {
    const ring = outer(country);
    ring.splice(20, 40, ...ring.slice(20, 60).reverse());
  },
  // The last position, which closes the ring, is missing.
  Romania(country) {
    outer(country).pop();
  },
  // The hole for Lesotho moves into the sea, outside of the polygon that it belongs to.
  'South Africa'(country) {
    const polygon = country.geometry.coordinates.find((rings) => rings.length > 1);
    polygon[1] = polygon[1].map(([x, y]) => [x + 15, y]);
  },
  // The border visits one of its own corners twice: the ring touches itself.
  Zambia(country) {
    const ring = outer(country);
    ring.splice(40, 0, ring[5].slice());
  },
  // A spike: out to the west and back along the same line.
  Paraguay(country) {
    const ring = outer(country);
    ring.splice(20, 0, [ring[19][0] - 3, ring[19][1]], ring[19].slice());
  },
  // A number that came out of a spreadsheet as text.
  Chad(country) {
    const position = outer(country)[7];
    position[1] = String(position[1]);
  },
  // A ring of three positions encloses nothing.
  Niger(country) {
    const ring = outer(country);
    country.geometry.coordinates = [[ring[0], ring[1], ring[0]]];
  },
  // A geometry type that does not exist.
  Mongolia(country) {
    country.geometry.type = 'Poligon';
  },
};

for (const [name, damage] of Object.entries(damages)) {
  damage(named(name));
}

const lines = countries.map((country) => JSON.stringify(country));
process.stdout.write(`{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`);
