package main

import "math"

// random is a small generator (SplitMix64, Steele and others 2014). A new start costs little, so each document has its own, and
// document i depends only on the seed and i.
type random uint64

// draw starts the generator of one thing.
func draw(parts ...uint64) random {
	r := random(0x9e3779b97f4a7c15)
	for _, p := range parts {
		r ^= random(p)
		r = random(r.next())
	}
	return r
}

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a uniformly distributed number from 0 to n-1.
func (r *random) below(n int) int { return int((r.next() >> 32) * uint64(n) >> 32) }

// unit returns a uniformly distributed number from 0 to 1, exclusive.
func (r *random) unit() float64 { return float64(r.next()>>11) / (1 << 53) }

// normal returns a number with the standard normal distribution (Box and Muller).
func (r *random) normal() float64 {
	return math.Sqrt(-2*math.Log(1-r.unit())) * math.Cos(2*math.Pi*r.unit())
}

// lottery draws numbers with given probabilities in constant time (Vose's alias method).
type lottery struct {
	chance []float32
	other  []uint32
}

// zipf gives number i a probability proportional to 1/(i+1)^s.
func zipf(n int, s float64) *lottery {
	weights := make([]float64, n)
	sum := 0.0
	for i := range weights {
		weights[i] = math.Pow(float64(i+1), -s)
		sum += weights[i]
	}
	l := &lottery{make([]float32, n), make([]uint32, n)}
	var small, large []uint32
	for i := range weights {
		weights[i] *= float64(n) / sum
		if weights[i] < 1 {
			small = append(small, uint32(i))
		} else {
			large = append(large, uint32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		a, b := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		l.chance[a], l.other[a] = float32(weights[a]), b
		if weights[b] -= 1 - weights[a]; weights[b] < 1 {
			small, large = append(small, b), large[:len(large)-1]
		}
	}
	for _, rest := range append(small, large...) {
		l.chance[rest], l.other[rest] = 1, rest
	}
	return l
}

func (l *lottery) draw(r *random) int {
	n := r.next()
	i := int((n >> 32) * uint64(len(l.chance)) >> 32)
	if float32(uint32(n))/(1<<32) < l.chance[i] {
		return i
	}
	return int(l.other[i])
}
