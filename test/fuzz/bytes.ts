import fc from 'fast-check'

/** Some bytes changed, cut out, put in, or cut off at the end. */
export const mutated = (original: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      original,
      fc.array(fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 8 }), fc.nat(8)), { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(), { freq: 3 }),
    )
    .map(([bytes, changes, end]) => {
      let all = Buffer.from(bytes)
      for (const [place, put, cut] of changes) {
        const at = place % (all.length + 1)
        all = Buffer.concat([all.subarray(0, at), put, all.subarray(at + cut)])
      }
      return new Uint8Array(end === null ? all : all.subarray(0, end % (all.length + 1)))
    })
