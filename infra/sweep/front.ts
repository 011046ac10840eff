/** What a configuration costs, and how often it is wrong; less of either is better. */
export interface Tradeoff {
  readonly spent: number
  readonly wrong: number
}

/** Which of them no other beats: at most as much of both, and less of one. Of equals all are on the front. */
export const paretoFront = (points: readonly Tradeoff[]): readonly boolean[] =>
  points.map(
    ({ spent, wrong }) =>
      !points.some(
        other => other.spent <= spent && other.wrong <= wrong && (other.spent < spent || other.wrong < wrong),
      ),
  )
