package suppress

import "math"

// determined reports whether a hidden cell follows from the shown ones: whether the largest
// and the smallest value it can have are one. The unknowns are the interior cells, none
// negative; every shown cell is an equation. It is plain linear programming (two-phase
// simplex, Bland's rule) and shares nothing with what it audits.
func determined(s *Shown, i int) bool {
	var interior []int
	for at := range s.counts {
		if inner(s, at) {
			interior = append(interior, at)
		}
	}
	row := func(cell int) []float64 {
		r := make([]float64, len(interior))
		for k, at := range interior {
			if covers(s, cell, at) {
				r[k] = 1
			}
		}
		return r
	}
	var a [][]float64
	var b []float64
	for at, h := range s.hidden {
		if !h {
			a, b = append(a, row(at)), append(b, float64(s.counts[at]))
		}
	}
	goal := row(i)
	high, bounded := maximize(a, b, goal)
	if !bounded {
		return false
	}
	for k := range goal {
		goal[k] = -goal[k]
	}
	low, _ := maximize(a, b, goal)
	return math.Abs(high+low) < 1e-6
}

func inner(s *Shown, at int) bool {
	c := s.g.cell(at)
	for d, size := range s.g.sizes {
		if c[d] == size {
			return false
		}
	}
	return true
}

// covers reports whether an interior cell is part of a cell or total.
func covers(s *Shown, cell, at int) bool {
	c, in := s.g.cell(cell), s.g.cell(at)
	for d, size := range s.g.sizes {
		if c[d] != size && c[d] != in[d] {
			return false
		}
	}
	return true
}

// maximize finds the largest goal·x with a·x = b and x >= 0; b is not negative.
func maximize(a [][]float64, b, goal []float64) (float64, bool) {
	n, m := len(goal), len(a)
	t := make([][]float64, m)
	basis := make([]int, m)
	for i := range a {
		t[i] = make([]float64, n+m+1)
		copy(t[i], a[i])
		t[i][n+i], t[i][n+m] = 1, b[i]
		basis[i] = n + i
	}
	first := make([]float64, n+m)
	for k := n; k < n+m; k++ {
		first[k] = -1
	}
	simplex(t, basis, first, n+m)
	second := make([]float64, n+m)
	copy(second, goal)
	for k := n; k < n+m; k++ {
		second[k] = -1e6 // what phase one left at nothing stays at nothing
	}
	value, bounded := simplex(t, basis, second, n)
	return value, bounded
}

// simplex improves until it cannot; only the first columns may enter.
func simplex(t [][]float64, basis []int, goal []float64, columns int) (float64, bool) {
	const tiny = 1e-9
	last := len(goal)
	for range 10_000 {
		enter := -1
		for k := range columns {
			gain := goal[k]
			for i := range t {
				gain -= goal[basis[i]] * t[i][k]
			}
			if gain > tiny {
				enter = k
				break
			}
		}
		if enter < 0 {
			value := 0.0
			for i := range t {
				value += goal[basis[i]] * t[i][last]
			}
			return value, true
		}
		leave := -1
		for i := range t {
			if t[i][enter] > tiny {
				if leave < 0 {
					leave = i
					continue
				}
				x, y := t[i][last]/t[i][enter], t[leave][last]/t[leave][enter]
				if x < y-tiny || math.Abs(x-y) <= tiny && basis[i] < basis[leave] {
					leave = i
				}
			}
		}
		if leave < 0 {
			return 0, false
		}
		pivot := t[leave][enter]
		for k := range t[leave] {
			t[leave][k] /= pivot
		}
		for i := range t {
			if f := t[i][enter]; i != leave && f != 0 {
				for k := range t[i] {
					t[i][k] -= f * t[leave][k]
				}
			}
		}
		basis[leave] = enter
	}
	panic("the simplex does not end")
}
