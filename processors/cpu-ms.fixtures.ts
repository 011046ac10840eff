/** CPU time of this thread that `work` takes, ms: other processes of a busy machine do not count. */
export const cpuMs = (work: () => void): number => {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}
