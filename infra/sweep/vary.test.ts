import { describe, expect, it } from 'vitest'
import { combinationsOf } from './vary.ts'

describe('what a sweep varies', () => {
  it('is every combination, in order', () => {
    expect(combinationsOf(['cache.threshold=0.8, 0.9', 'cache.agreement=0,2'])).toEqual([
      ['cache.threshold=0.8', 'cache.agreement=0'],
      ['cache.threshold=0.8', 'cache.agreement=2'],
      ['cache.threshold=0.9', 'cache.agreement=0'],
      ['cache.threshold=0.9', 'cache.agreement=2'],
    ])
  })

  it('takes values that hold commas as JSON', () => {
    expect(combinationsOf(['cache.ttls=[{"returns":1000,"orders":2000},{}]', 'cache.guards.slots=true,false'])).toEqual(
      [
        ['cache.ttls={"returns":1000,"orders":2000}', 'cache.guards.slots=true'],
        ['cache.ttls={"returns":1000,"orders":2000}', 'cache.guards.slots=false'],
        ['cache.ttls={}', 'cache.guards.slots=true'],
        ['cache.ttls={}', 'cache.guards.slots=false'],
      ],
    )
  })

  it.each([
    [['cache.threshold'], 'must be path.to.option=value,value,…'],
    [['cache.threshold=0.8,,0.9'], 'a value is missing'],
    [['cache.threshold='], 'a value is missing'],
    [['cache.ttls=[{]'], 'must be path=value,value,… or path=[JSON, JSON, …]'],
    [['cache.ttls=[]'], 'has no value'],
    [['compress.afterTurns=2,4'], 'needs the whole topology: try a what-if that sets it'],
    [['cache.thresholdless=1'], 'a sweep follows cache.threshold, '],
    [['cache.threshold=0.8', 'cache.threshold=0.9'], 'is named twice'],
    [
      ['cache.threshold', 'cache.readThreshold', 'cache.maxFalseRate'].map(path => `${path}=${'0.5,'.repeat(8)}0.5`),
      '729 configurations are too many',
    ],
  ])('refuses %j', (vary, complaint) => {
    expect(() => combinationsOf(vary)).toThrow(complaint)
  })
})
