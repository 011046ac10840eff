export interface Sample {
  readonly turns: number
  readonly anonymousMb: number
}

export interface Growth {
  /** What the fitted line gains over the samples, as a share of their mean; negative where it falls. */
  readonly share: number
  readonly perMillionTurnsMb: number
}

/** The slope of memory over turns, by least squares; none for fewer than two samples. */
export const growth = (samples: readonly Sample[]): Growth => {
  const count = samples.length
  const first = samples[0]?.turns ?? 0
  const last = samples.at(-1)?.turns ?? 0
  if (count < 2 || last === first) return { share: 0, perMillionTurnsMb: 0 }
  const meanTurns = samples.reduce((sum, { turns }) => sum + turns, 0) / count
  const meanMb = samples.reduce((sum, { anonymousMb }) => sum + anonymousMb, 0) / count
  const above = samples.reduce((sum, { turns, anonymousMb }) => sum + (turns - meanTurns) * (anonymousMb - meanMb), 0)
  const below = samples.reduce((sum, { turns }) => sum + (turns - meanTurns) ** 2, 0)
  const slope = above / below
  return { share: (slope * (last - first)) / meanMb, perMillionTurnsMb: slope * 1e6 }
}
