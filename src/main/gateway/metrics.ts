/** The server's figures for `/metrics`, in a registry of its own. The one importer of prom-client. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter } from '../protocols/front-end.ts';

/** Figures read when they are asked for. */
export type MetricSources = {
  sessions(): number;
  engineRestarts(): number;
  /** 0 when unknown. */ engineRssBytes(): number;
};

/** Meter for the front-ends, and the page for scrapers. */
export type GatewayMetrics = {
  meter: Meter;
  connections(count: number): void;
  http(status: number): void;
  text(): Promise<{ type: string; body: string }>;
};

const LATENCIES_S = [0.005, 0.01, 0.02, 0.04, 0.06, 0.09, 0.15, 0.25, 0.5, 1, 2.5, 10];

/** A fresh registry. */
export const createMetrics = (sources: MetricSources): GatewayMetrics => {
  const registry = new Registry();
  const registers = [registry];
  const read = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  };
  read('mouthpiece_sessions', 'Open sessions', sources.sessions);
  read('mouthpiece_engine_restarts', 'Times the engine process was started again', sources.engineRestarts);
  read('mouthpiece_engine_resident_bytes', 'Resident memory of the engine process', sources.engineRssBytes);
  read('mouthpiece_resident_bytes', 'Resident memory of the server process', () => process.memoryUsage.rss());
  read('mouthpiece_uptime_seconds', 'Age of the server process', () => process.uptime());
  const connections = new Gauge({ name: 'mouthpiece_websockets', help: 'Open WebSockets', registers });
  const frames = new Counter({
    name: 'mouthpiece_frames_total',
    help: 'Frames handed to sockets',
    labelNames: ['protocol'],
    registers,
  });
  const chunks = new Counter({
    name: 'mouthpiece_chunks_total',
    help: 'Chunks of audio answered',
    labelNames: ['protocol'],
    registers,
  });
  const dropped = new Counter({
    name: 'mouthpiece_frames_dropped_total',
    help: 'Frames left out for clients that do not read',
    registers,
  });
  const errors = new Counter({
    name: 'mouthpiece_errors_total',
    help: 'Errors answered',
    labelNames: ['protocol', 'code'],
    registers,
  });
  const requests = new Counter({
    name: 'mouthpiece_http_requests_total',
    help: 'HTTP requests answered',
    labelNames: ['status'],
    registers,
  });
  const reply = new Histogram({
    name: 'mouthpiece_chunk_reply_seconds',
    help: 'From the last byte of a chunk in to its frames handed to the socket',
    labelNames: ['protocol'],
    buckets: LATENCIES_S,
    registers,
  });
  return {
    meter: {
      chunk: facts => {
        frames.inc({ protocol: facts.protocol }, facts.frames);
        chunks.inc({ protocol: facts.protocol });
        reply.observe({ protocol: facts.protocol }, facts.replyMs / 1000);
      },
      liveFrame: () => frames.inc({ protocol: 'live' }),
      error: (protocol, code) => errors.inc({ protocol, code }),
      dropped: count => dropped.inc(count),
    },
    connections: count => connections.set(count),
    http: status => requests.inc({ status: String(status) }),
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
};
