package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/valyala/fasthttp"
	"github.com/valyala/fasthttp/fasthttpadaptor"

	"citiesgrow/internal/problem"
)

// assets are the files a browser keeps for ever: their names carry a hash of
// their content, so a new version has a new name.
type assets struct {
	byHashed map[string]*asset
	hashed   map[string]string // plain name → hashed name
}

type asset struct {
	body, packed []byte
	kind         string
}

var assetKinds = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
	".webmanifest": "application/manifest+json"}

func loadAssets(files fs.FS) (*assets, error) {
	a := &assets{byHashed: map[string]*asset{}, hashed: map[string]string{}}
	entries, err := fs.ReadDir(files, "assets")
	if err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	for _, e := range entries {
		body, err := fs.ReadFile(files, "assets/"+e.Name())
		if err != nil {
			return nil, fmt.Errorf("assets: %w", err)
		}
		ext := path.Ext(e.Name())
		sum := sha256.Sum256(body)
		name := strings.TrimSuffix(e.Name(), ext) + "-" + hex.EncodeToString(sum[:6]) + ext
		a.hashed[e.Name()] = name
		a.byHashed[name] = &asset{body: body, packed: pack(body), kind: assetKinds[ext]}
	}
	return a, nil
}

func pack(body []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	w.Write(body)
	w.Close()
	return b.Bytes()
}

func (s *Site) serveAsset(f *fiber.Ctx) error {
	f.Locals("route", "GET /assets/{name}")
	a := s.assets.byHashed[f.Params("name")]
	if a == nil {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	f.Set("Content-Type", a.kind)
	f.Set("Cache-Control", "public, max-age=31536000, immutable")
	f.Set("Vary", "Accept-Encoding")
	if f.Request().Header.HasAcceptEncoding("gzip") {
		f.Set("Content-Encoding", "gzip")
		return f.Send(a.packed)
	}
	return f.Send(a.body)
}

// compress packs what is worth packing, once everything else about the answer is decided.
func compress(f *fiber.Ctx) {
	r := f.Response()
	if len(r.Body()) < 1024 || len(r.Header.Peek("Content-Encoding")) > 0 || !f.Request().Header.HasAcceptEncoding("gzip") {
		return
	}
	kind := string(r.Header.ContentType())
	if !strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "json") && !strings.Contains(kind, "xml") {
		return
	}
	r.SetBodyRaw(fasthttp.AppendGzipBytesLevel(nil, r.Body(), fasthttp.CompressDefaultCompression))
	r.Header.Set("Content-Encoding", "gzip")
	r.Header.Add("Vary", "Accept-Encoding")
}

// metrics counts requests by route, never by address.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{registry: prometheus.NewRegistry(), requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "citiesgrow_request_seconds", Help: "Time to answer, by route and class of status.",
		Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 20},
	}, []string{"route", "status"})}
	m.registry.MustRegister(m.requests)
	return m
}

func (m *metrics) observe(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, fmt.Sprintf("%dxx", status/100)).Observe(took.Seconds())
}

func (m *metrics) serve() fiber.Handler {
	h := fasthttpadaptor.NewFastHTTPHandler(promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return func(f *fiber.Ctx) error { h(f.Context()); return nil }
}

// Gauge publishes a figure of a part of the program under /metrics.
func (s *Site) Gauge(name, help string, value func() float64) {
	s.metrics.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "citiesgrow_" + name, Help: help}, value))
}
