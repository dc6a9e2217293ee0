//go:build soak

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/report"
)

// 100,000 wrong receipts come from 50 networks. None opens a report, and the service stays available. A user with a right receipt
// gets in, from another network and from one of these.
func TestSoakWrongReceipts(t *testing.T) {
	const tries, networks, atOnce = 100_000, 50, 16
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	h.desk(t)
	right, err := h.app.reports.File(actor.With(t.Context(), actor.Actor{}),
		report.Form{City: "riga", Ground: report.Words{"ethnic"}, Field: "work", What: "x", Wish: "record"})
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	open := func(receipt, network string) (int, time.Duration) {
		req, err := http.NewRequestWithContext(t.Context(), "POST", h.base+"/api/v1/reports/inbox", strings.NewReader(`{"receipt":"`+receipt+`"}`))
		if err != nil {
			t.Error(err)
			return 0, 0
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("X-Real-Ip", network)
		start := time.Now()
		res, err := client.Do(req)
		if err != nil {
			t.Error(err)
			return 0, 0
		}
		defer res.Body.Close()
		_, _ = io.Copy(io.Discard, res.Body)
		return res.StatusCode, time.Since(start)
	}
	var left atomic.Int64
	left.Store(tries)
	var mu sync.Mutex
	answers := map[int]int{}
	var guessing sync.WaitGroup
	begin := time.Now()
	for range atOnce {
		guessing.Go(func() {
			own := map[int]int{}
			for n := left.Add(-1); n >= 0; n = left.Add(-1) {
				guess := fmt.Sprintf("%016d", rand.Int64N(1e16))
				if guess == right.Receipt {
					continue
				}
				status, _ := open(guess, fmt.Sprintf("203.0.%d.1", n%networks))
				own[status]++
			}
			mu.Lock()
			defer mu.Unlock()
			for s, n := range own {
				answers[s] += n
			}
		})
	}
	done := make(chan struct{})
	go func() { guessing.Wait(); close(done) }()
	var elsewhere, health []time.Duration
	among, amongTries := 0, 0
	for going := true; going; {
		select {
		case <-done:
			going = false
		case <-time.After(500 * time.Millisecond):
		}
		status, took := open(right.Receipt, "198.51.100.7")
		if status != http.StatusOK {
			t.Errorf("the right receipt from elsewhere: %d", status)
		}
		elsewhere = append(elsewhere, took)
		amongTries++
		if status, _ := open(right.Receipt, "203.0.1.1"); status == http.StatusOK {
			among++
		}
		start := time.Now()
		res, err := client.Get(h.base + "/services")
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("the house does not answer: %v", err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		health = append(health, time.Since(start))
	}
	at := func(all []time.Duration, p int) time.Duration {
		slices.Sort(all)
		return all[min(len(all)-1, len(all)*p/100)]
	}
	said, _ := json.Marshal(answers)
	t.Logf("%d wrong receipts in %s: %s", tries, time.Since(begin).Round(time.Second), said)
	t.Logf("the right one from elsewhere: p50 %s, p95 %s; from a guessing network: %d of %d; a page meanwhile: p50 %s, p95 %s", at(elsewhere, 50),
		at(elsewhere, 95), among, amongTries, at(health, 50), at(health, 95))
	if answers[http.StatusOK] > 0 || answers[http.StatusUnprocessableEntity]+answers[http.StatusTooManyRequests] < tries-10 {
		t.Errorf("answers %s", said)
	}
	if among == 0 {
		t.Error("an honest person in a guessing network never gets in")
	}
}

// Right and wrong receipts take the same time, so the time reveals nothing.
func TestSoakReceiptsTakeAsLong(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	h.desk(t)
	right, err := h.app.reports.File(actor.With(t.Context(), actor.Actor{}),
		report.Form{City: "riga", Ground: report.Words{"ethnic"}, Field: "work", What: "x", Wish: "record"})
	if err != nil {
		t.Fatal(err)
	}
	took := [2][]time.Duration{}
	for n := range 200 {
		for i, receipt := range []string{right.Receipt, fmt.Sprintf("%016d", rand.Int64N(1e16))} {
			start := time.Now()
			_, err := h.app.reports.Inbox(t.Context(), receipt, fmt.Sprint("network", n))
			took[i] = append(took[i], time.Since(start))
			if (err == nil) != (i == 0) {
				t.Fatal(err)
			}
		}
	}
	for i := range took {
		slices.Sort(took[i])
	}
	ratio := float64(took[0][100]) / float64(took[1][100])
	t.Logf("right %s, wrong %s, ratio %.3f", took[0][100], took[1][100], ratio)
	if ratio > 1.1 || ratio < 0.9 {
		t.Errorf("the time tells: ratio %.3f", ratio)
	}
}
