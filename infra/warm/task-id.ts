import { randomBytes } from 'node:crypto'

/** A name for a task that a command begins now, that no other one has. */
export const newTaskId = (nowMs: number): string => `warm.${nowMs.toString(36)}.${randomBytes(4).toString('hex')}`
