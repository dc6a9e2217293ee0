// Package i18n turns word keys into sentences in a person's language, and
// numbers, money and dates into the form that language writes them in. The
// sentences live in web/locales, one JSON file a language; a test walks every
// key of every language, so that nothing falls back to English unseen.
package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/ar"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/uk"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"citiesgrow/internal/problem"
)

// Language is one the pages can be read in.
type Language struct {
	Code string // ISO 639-1
	Name string // in itself
	Dir  string // "ltr" or "rtl"
}

// spoken are the languages the service can speak, the fallback first; those with a
// file in the locales folder are offered.
var spoken = []struct {
	Language
	format func() locales.Translator
}{
	{Language{"en", "English", "ltr"}, en_GB.New},
	{Language{"ar", "العربية", "rtl"}, ar.New},
	{Language{"uk", "Українська", "ltr"}, uk.New},
}

// aliases lead languages that are asked for under another name to one we have
// (the matcher of x/text knows no Dari, for example).
var aliases = map[string]string{"prs": "fa", "kmr": "ku", "ru": "uk"}

// Catalogue holds the sentences of all languages. It is read-only once loaded.
type Catalogue struct {
	languages []Language
	words     map[string]*Words
	matcher   language.Matcher
	keys      map[string][]string
}

// Load reads every <language>.json of the folder. It fails when a file cannot be
// read, has a language the service does not speak, or when English is missing.
func Load(files fs.FS) (*Catalogue, error) {
	c := &Catalogue{words: map[string]*Words{}, keys: map[string][]string{}}
	bundle := goi18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, fmt.Errorf("locales: %w", err)
	}
	var tags []language.Tag
	for _, s := range spoken {
		name := s.Code + ".json"
		if !slices.Contains(names, name) {
			continue
		}
		keys, err := load(bundle, files, name)
		if err != nil {
			return nil, err
		}
		c.keys[s.Code] = keys
		c.languages = append(c.languages, s.Language)
		c.words[s.Code] = &Words{Language: s.Language, localizer: goi18n.NewLocalizer(bundle, s.Code), format: s.format(), named: named(keys)}
		tags = append(tags, language.Make(s.Code))
	}
	if len(c.languages) == 0 || c.languages[0].Code != "en" {
		return nil, fmt.Errorf("locales: en.json is missing")
	}
	for _, name := range names {
		if c.words[strings.TrimSuffix(path.Base(name), ".json")] == nil {
			return nil, fmt.Errorf("locales: %s is in a language the house does not speak", name)
		}
	}
	c.matcher = language.NewMatcher(tags)
	return c, nil
}

func named(keys []string) []string {
	var codes []string
	for _, key := range keys {
		if code, is := strings.CutPrefix(key, "language."); is {
			codes = append(codes, code)
		}
	}
	return codes
}

func load(bundle *goi18n.Bundle, files fs.FS, name string) ([]string, error) {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("locales: %w", err)
	}
	f, err := bundle.ParseMessageFileBytes(raw, name)
	if err != nil {
		return nil, fmt.Errorf("locales: %s: %w", name, err)
	}
	var keys []string
	for _, m := range f.Messages {
		keys = append(keys, m.ID)
	}
	slices.Sort(keys)
	return keys, nil
}

// Languages lists what can be chosen, English first.
func (c *Catalogue) Languages() []Language { return c.languages }

// Keys lists the word keys of one language in alphabetical order.
func (c *Catalogue) Keys(code string) []string { return c.keys[code] }

// For returns the words of a language, English where there is none of it.
func (c *Catalogue) For(code string) *Words {
	if w := c.words[code]; w != nil {
		return w
	}
	return c.words["en"]
}

// Match picks the language for a list of wishes, each a code or a whole
// Accept-Language header, the strongest first.
func (c *Catalogue) Match(wishes ...string) string {
	for _, wish := range wishes {
		if wish == "" {
			continue
		}
		if c.words[wish] != nil {
			return wish
		}
		if to := aliases[wish]; c.words[to] != nil {
			return to
		}
		tags, _, err := language.ParseAcceptLanguage(wish)
		if err != nil || len(tags) == 0 {
			continue
		}
		// The index, not the tag: the matcher decorates tags ("ar-u-rg-syzzzz").
		// English as a stopgap (the matcher offers it for Pashto or Tigrinya) is no wish for
		// English: a later wish may be a real one.
		if _, i, sure := c.matcher.Match(tags...); sure > language.No && (i > 0 || asksEnglish(tags)) {
			return c.languages[i].Code
		}
	}
	return "en"
}

func asksEnglish(tags []language.Tag) bool {
	return slices.ContainsFunc(tags, func(t language.Tag) bool { base, _ := t.Base(); return base.String() == "en" })
}

// IsLanguage reports whether this is a code of ISO 639-1: two small letters.
func IsLanguage(code string) bool {
	base, err := language.ParseBase(code)
	return err == nil && len(code) == 2 && base.String() == code
}

// Words speaks one language.
type Words struct {
	Language
	localizer *goi18n.Localizer
	format    locales.Translator
	named     []string
}

// Named lists the languages that have a name, by code: those a text or an answer can be in.
func (w *Words) Named() []string { return w.named }

// T returns the sentence of a word key. Args are name, value pairs; the value
// named "Count" also chooses the plural form. Money, numbers and times among the
// values are written as the language writes them. A key without a sentence comes
// back in brackets, so that it is seen on the page and by the tests.
func (w *Words) T(key string, args ...any) string {
	var data map[string]any
	for i := 0; i+1 < len(args); i += 2 {
		if data == nil {
			data = make(map[string]any, len(args)/2)
		}
		data[fmt.Sprint(args[i])] = args[i+1]
	}
	return w.say(key, data)
}

// Say returns the sentence of a message.
func (w *Words) Say(m problem.Message) string { return w.say(m.Key, m.Args) }

func (w *Words) say(key string, args map[string]any) string {
	config := goi18n.LocalizeConfig{MessageID: key}
	if len(args) > 0 {
		data := make(map[string]any, len(args))
		for name, v := range args {
			data[name] = w.value(v)
		}
		config.TemplateData = data
		if n, ok := count(args["Count"]); ok {
			config.PluralCount = n
		}
	}
	s, err := w.localizer.Localize(&config)
	if s == "" || err != nil && config.PluralCount == nil {
		return "⟦" + key + "⟧"
	}
	return s
}

func count(v any) (int, bool) {
	switch n := v.(type) {
	case int:
		return n, true
	case int32:
		return int(n), true
	case int64:
		return int(n), true
	case float64:
		return int(n), true
	}
	return 0, false
}
