/**
 * Who gives way where cores are few: everything but the threads that an order passes. On Linux alone is a thread's priority
 * its own; elsewhere nothing is changed.
 */
import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setFlagsFromString } from 'node:v8';

/** As of `nice`. */
const NICENESS = 10;

/**
 * Main gives way to the threads that it has spawned. Threads that it spawns from now on, strategies' workers, inherit that,
 * so that neither loading one nor what it computes takes a processor from the engine's own.
 */
export function giveWay(): void {
  if (process.platform === 'linux') setPriority(NICENESS);
}

/**
 * V8's helper threads, shared by all threads of the process, do part of the garbage collection beside the thread that made
 * the garbage: a strategy that leaks memory keeps four of them busy. They give way to the threads that are started after this.
 * Those that a thread stands still for are sent away: it would wait for one that waits for a processor.
 */
export function helpersGiveWay(): void {
  setFlagsFromString('--no-parallel-scavenge');
  setFlagsFromString('--no-parallel-compaction');
  if (process.platform !== 'linux') return;
  for (const id of readdirSync('/proc/self/task').map(Number))
    if (id !== process.pid) setPriority(id, NICENESS);
}
