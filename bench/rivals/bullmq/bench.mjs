// The course (dev.penstock.bench.course) with BullMQ: node bench.mjs REDIS-PORT. Figures and phases
// are told on standard output as there.
import { Queue, Worker } from "bullmq";

const CLIENTS = 64;
const CONCURRENCY = 64;
const WARM_UP = 10_000;
const JOBS = 50_000;
const BULK = 1_000;
const STARTS = 300;
const PATIENCE_MS = 14_000;
const ONE_BY_ONE_MS = 2_000;
const LONGEST_PAUSE_MS = 10;
const ROUNDS = 3;

const connection = { host: "127.0.0.1", port: Number(process.argv[2]), maxRetriesPerRequest: null };
// What is kept of ended jobs would only cost it time.
const options = { removeOnComplete: true };
const payload = { bytes: "x".repeat(300) };
const queue = new Queue("noop", { connection });
await queue.waitUntilReady();

const phase = (name) => console.log(`phase ${name}`);
const figure = (name, value) => console.log(`= ${name} ${value.toFixed(3)}`);
const now = () => performance.now();
const share = (part, values) =>
  values.length ? [...values].sort((a, b) => a - b)[Math.round(part * (values.length - 1))] : NaN;

let ran = 0;
let expected = 0;
let first = 0;
let reached = () => {};

function expect(jobs) {
  ran = 0;
  expected = jobs;
}

function tellRan() {
  if (++ran === 1) {
    first = now();
  }
  if (ran === expected) {
    reached();
  }
}

/** How many ran until the limit. */
async function awaitRuns(limitMs) {
  if (ran < expected) {
    let timer;
    await new Promise((resolve) => {
      reached = resolve;
      timer = setTimeout(resolve, limitMs);
    });
    clearTimeout(timer);
    reached = () => {};
  }
  return ran;
}

async function start() {
  const worker = new Worker("noop", async () => tellRan(), { connection, concurrency: CONCURRENCY });
  worker.on("error", (error) => console.error(error));
  await worker.waitUntilReady();
  return worker;
}

/** 64 clients, one by one; how many until the limit. */
async function enqueue(jobs, limitMs) {
  let left = jobs;
  let done = 0;
  const end = now() + limitMs;
  const client = async () => {
    while (now() < end && left-- > 0) {
      await queue.add("noop", payload, options);
      done++;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return done;
}

const addBulk = (jobs) =>
  queue.addBulk(Array.from({ length: jobs }, () => ({ name: "noop", data: payload, opts: options })));

phase("warm-up");
let queued = await enqueue(WARM_UP, ONE_BY_ONE_MS);
await addBulk(BULK);
expect(queued + BULK);
let worker = await start();
await awaitRuns(PATIENCE_MS);

phase("starts");
const millis = [];
const startsEnd = now() + PATIENCE_MS / 2;
while (millis.length < STARTS && now() < startsEnd) {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_PAUSE_MS));
  expect(1);
  const asked = now();
  await queue.add("noop", payload, options);
  if ((await awaitRuns(PATIENCE_MS)) === 0) {
    break;
  }
  millis.push(first - asked);
}
figure("start_p50_ms", share(0.5, millis));
figure("start_p95_ms", share(0.95, millis));
figure("starts", millis.length);
await worker.close();

const each = [];
const bulk = [];
const drain = [];
const roundsEnd = now() + PATIENCE_MS;
for (let round = 0; round < ROUNDS && now() < roundsEnd; round++) {
  phase("enqueue");
  let began = now();
  queued = await enqueue(JOBS, ONE_BY_ONE_MS);
  each.push((1000 * queued) / (now() - began));
  figure("enqueue_each", share(0.5, each));
  began = now();
  const before = queued;
  while (queued < JOBS && now() < began + PATIENCE_MS / 2) {
    const some = Math.min(BULK, JOBS - queued);
    await addBulk(some);
    queued += some;
  }
  if (queued > before) {
    bulk.push((1000 * (queued - before)) / (now() - began));
    figure("enqueue_bulk", share(0.5, bulk));
  }
  expect(queued);
  phase("drain");
  worker = await start();
  const done = await awaitRuns(PATIENCE_MS);
  const seconds = (now() - first) / 1000;
  phase("stop");
  drain.push(done / seconds);
  figure("drain", share(0.5, drain));
  figure("drained", done);
  await worker.close();
  if (done < queued) {
    break;
  }
}
phase("end");
process.exit(0);
