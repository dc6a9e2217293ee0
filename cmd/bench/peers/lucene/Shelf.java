import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopDocsCollector;
import org.apache.lucene.search.TopFieldCollector;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * One index. Segments are as the default merge policy leaves them, not merged by force;
 * the writer's buffer is 256 MB; ids are stored fields.
 */
final class Shelf {
    private static final FieldType WORDS = new FieldType();
    private static final FieldType CODES = new FieldType();
    static {
        WORDS.setTokenized(true);
        WORDS.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        WORDS.freeze();
        CODES.setTokenized(true);
        CODES.setOmitNorms(true);
        CODES.setIndexOptions(IndexOptions.DOCS);
        CODES.freeze();
    }

    private final Directory directory;
    private final FacetsConfig facets = new FacetsConfig();
    private IndexSearcher searcher;
    private SortedSetDocValuesReaderState state;

    Shelf(Path folder) throws IOException {
        directory = FSDirectory.open(folder);
        for (String name : new String[] {"city", "cpv", "theme", "language", "band"}) facets.setMultiValued(name, true);
    }

    /** Lucene leaves the constant factor k1+1 of BM25 out of words; codes never had it. */
    static float boost(String term, float weight) {
        return term.startsWith("#") ? weight : weight * (Scoring.K1 + 1);
    }

    int fill(Path file, boolean openOnly) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(null);
        config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        config.setRAMBufferSizeMB(256);
        config.setSimilarity(new Scoring());
        int n = 0;
        try (IndexWriter writer = new IndexWriter(directory, config); BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] f = line.split("\t", -1);
                if (openOnly && !f[1].equals("1")) continue;
                writer.addDocument(facets.build(document(f)));
                n++;
            }
        }
        searcher = new IndexSearcher(DirectoryReader.open(directory));
        searcher.setSimilarity(new Scoring());
        state = new DefaultSortedSetDocValuesReaderState(searcher.getIndexReader());
        return n;
    }

    private static Document document(String[] f) {
        Document d = new Document();
        d.add(new StringField("id", f[0], Field.Store.YES));
        d.add(new NumericDocValuesField("open", Long.parseLong(f[1])));
        for (String pair : f[2].split(" ")) {
            int is = pair.indexOf('=');
            long n = Long.parseLong(pair.substring(is + 1));
            d.add(new LongPoint(pair.substring(0, is), n));
            d.add(new NumericDocValuesField(pair.substring(0, is), n));
        }
        for (String pair : f[3].split(" ")) {
            int is = pair.indexOf('=');
            String name = pair.substring(0, is);
            for (String value : pair.substring(is + 1).split(",")) {
                d.add(new StringField("key_" + name, value, Field.Store.NO));
                d.add(new SortedSetDocValuesFacetField(name, value));
            }
        }
        Map<String, Terms> byField = new HashMap<>();
        String[] terms = f[4].split(" ");
        for (int i = 0; i + 1 < terms.length; i += 2) {
            var term = Question.term(terms[i]);
            byField.computeIfAbsent(term.field(), x -> new Terms(!x.equals("#"))).add(term.text(), Integer.parseInt(terms[i + 1]));
        }
        byField.forEach((name, stream) -> d.add(new Field(name, stream, name.equals("#") ? CODES : WORDS)));
        return d;
    }

    long size() throws IOException {
        long sum = 0;
        for (String name : directory.listAll()) sum += directory.fileLength(name);
        return sum;
    }

    /** The way is empty, "reasons" (explains every hit) or "top" (the total may be a lower bound). */
    Answer ask(Question q, String way) throws IOException {
        Query query = q.query();
        if (q.facets.length == 0) {
            TopScoreDocCollector best = TopScoreDocCollector.create(q.limit, way.equals("top") ? 1000 : Integer.MAX_VALUE);
            searcher.search(query, best);
            TopDocs top = best.topDocs();
            long parts = 0;
            if (way.equals("reasons")) {
                for (ScoreDoc hit : top.scoreDocs) parts += searcher.explain(query, hit.doc).getDetails().length;
            }
            return new Answer(way.equals("top") ? -1 : top.totalHits.value, parts, ids(top));
        }
        SortField second = q.order.equals("score") ? SortField.FIELD_SCORE : new SortField(q.order, SortField.Type.LONG);
        Sort sort = q.openOnly ? new Sort(second) : new Sort(new SortField("open", SortField.Type.LONG, true), second);
        TopDocsCollector<?> best = TopFieldCollector.create(sort, q.limit, Integer.MAX_VALUE);
        FacetsCollector counted = new FacetsCollector();
        searcher.search(query, MultiCollector.wrap(best, counted));
        SortedSetDocValuesFacetCounts counts = new SortedSetDocValuesFacetCounts(state, counted);
        long figure = 0;
        for (String name : q.facets) {
            FacetResult values = counts.getTopChildren(10_000, name);
            if (values == null || name.equals("city") || name.equals("cpv")) continue;
            for (LabelAndValue v : values.labelValues) figure += v.value.longValue() * v.value.longValue();
        }
        TopDocs top = best.topDocs();
        return new Answer(top.totalHits.value, figure, ids(top));
    }

    private String[] ids(TopDocs top) throws IOException {
        String[] ids = new String[top.scoreDocs.length];
        for (int i = 0; i < ids.length; i++) ids[i] = searcher.doc(top.scoreDocs[i].doc, java.util.Set.of("id")).get("id");
        return ids;
    }
}
