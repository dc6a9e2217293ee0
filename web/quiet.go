package web

import (
	"github.com/gofiber/fiber/v2"
)

// A quiet route is for a visitor who must not be identified. Its answer is the same whoever is
// signed in in that browser: no session is read, no cookie is set, nothing is written to
// the log or counted, nothing is kept by a cache, and no other site learns where the
// person came from. Its page has no menu and a bar to leave at once.

const quietMark = "quiet"

func isQuiet(f *fiber.Ctx) bool { quiet, _ := f.Locals(quietMark).(bool); return quiet }

// hush marks a request as quiet before anything is known of it.
func (s *Site) hush(f *fiber.Ctx) {
	f.Locals(quietMark, true)
	f.Set("Cache-Control", "no-store")
	f.Set("Referrer-Policy", "no-referrer")
	f.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
}

// Speak changes the language of the answer to one of the interface's; without one it is what
// the browser asks for. A quiet page carries the choice in its forms: a cookie would stay.
func (c *Ctx) Speak(language string) {
	words := c.site.config.Words
	c.Words = words.For(words.Match(language, c.fiber.Cookies(languageCookie), c.Actor.Language, c.fiber.Get("Accept-Language")))
}

// Away is an answer that leads the browser to another site and lets it forget this one.
type Away string
