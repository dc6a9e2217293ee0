/** What was found: how many, the best, and a figure of the facets' counts. */
final class Answer {
    final long total;
    final long figure;
    final String[] ids;

    Answer(long total, long figure, String[] ids) {
        this.total = total;
        this.figure = figure;
        this.ids = ids;
    }
}
