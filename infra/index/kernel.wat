;; Dot products of one vector of signed 16-bit numbers with the rows of a matrix of signed bytes; `npm run kernel` makes kernel.wasm of it.
(module
  (memory (import "index" "memory") 1)
  ;; For each of `rows` rows of `dimensions` bytes (a multiple of 16) at `matrix` one i32 goes to `out`. Sums are exact as long as none leaves
  ;; an i32: the caller keeps the numbers of `query` small enough.
  (func (export "scan")
    (param $query i32) (param $matrix i32) (param $rows i32) (param $dimensions i32) (param $out i32)
    (local $end i32) (local $asked i32) (local $sum v128) (local $x v128)
    (loop $each_row
      (local.set $sum (v128.const i32x4 0 0 0 0))
      (local.set $asked (local.get $query))
      (local.set $end (i32.add (local.get $matrix) (local.get $dimensions)))
      (loop $each_16
        (local.set $x (v128.load (local.get $matrix)))
        (local.set $sum
          (i32x4.add (local.get $sum)
            (i32x4.add
              (i32x4.dot_i16x8_s (v128.load (local.get $asked)) (i16x8.extend_low_i8x16_s (local.get $x)))
              (i32x4.dot_i16x8_s (v128.load offset=16 (local.get $asked)) (i16x8.extend_high_i8x16_s (local.get $x))))))
        (local.set $asked (i32.add (local.get $asked) (i32.const 32)))
        (local.set $matrix (i32.add (local.get $matrix) (i32.const 16)))
        (br_if $each_16 (i32.lt_u (local.get $matrix) (local.get $end))))
      (i32.store (local.get $out)
        (i32.add
          (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
          (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br_if $each_row (local.get $rows)))))
