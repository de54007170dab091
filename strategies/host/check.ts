/** Whether a plugin can be loaded and takes these parameters: asked in a worker of its own before a running one gives way to it. */
import { Piscina } from 'piscina';
import { checkParameters, loadPlugin, UnusablePlugin } from './plugin.js';

const WORKER = new URL('./check.js', import.meta.url).href;

interface Question {
  /** URL of its module. */
  readonly plugin: string;
  readonly parameters: unknown;
}

/** The worker's task: what is wrong, or nothing. */
export default async function look({ plugin, parameters }: Question): Promise<string | undefined> {
  try {
    checkParameters(await loadPlugin(plugin), parameters);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** @throws UnusablePlugin why it cannot be used */
export async function checkPlugin(question: Question, memoryMb: number, withinMs: number): Promise<void> {
  const pool = new Piscina({
    filename: WORKER,
    minThreads: 0,
    maxThreads: 1,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  pool.on('error', () => {});
  try {
    const why = await pool.run(question, { signal: AbortSignal.timeout(withinMs) });
    if (why !== undefined) throw new UnusablePlugin(why);
  } catch (error) {
    if (error instanceof UnusablePlugin) throw error;
    throw new UnusablePlugin(`it could not be loaded: ${(error as Error).message}`);
  } finally {
    await pool.destroy();
  }
}
