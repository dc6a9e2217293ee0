import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lucene as a peer of the bench. It reads commands on standard input, a line each, and
 * answers on standard output; see protocol.md in the folder above.
 */
public final class Peer {
    private final Path folder;
    private final PrintStream out;
    private final Map<String, Shelf> shelves = new HashMap<>();
    private final Map<String, Map<Integer, Question>> questions = new HashMap<>();

    private Peer(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false, "UTF-8");
        Peer peer = new Peer(Path.of(args[0]), out);
        peer.say("ready\t" + ProcessHandle.current().pid() + "\tLucene " + org.apache.lucene.util.Version.LATEST);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
            try {
                peer.obey(line.split("\t"));
            } catch (Exception e) {
                peer.say("error\t" + e.toString().replaceAll("\\s+", " "));
                e.printStackTrace();
            }
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private void obey(String[] c) throws Exception {
        switch (c[0]) {
            case "load": load(c[1], Path.of(c[2])); break;
            case "questions": read(Path.of(c[1])); break;
            case "run": run(c[1], Integer.parseInt(c[2]), Integer.parseInt(c[3])); break;
            case "rush": rush(c[1], Integer.parseInt(c[2]), Long.parseLong(c[3])); break;
            default: throw new IllegalArgumentException("unknown command " + c[0]);
        }
    }

    /** Indexes all documents of a file, or of the shelf "open" only those that are. */
    private void load(String name, Path file) throws Exception {
        Shelf shelf = new Shelf(folder.resolve(name));
        int n = shelf.fill(file, name.equals("open"));
        shelves.put(name, shelf);
        say("loaded\t" + n + "\t" + shelf.size());
    }

    private void read(Path file) throws Exception {
        int n = 0;
        for (String line : Files.readAllLines(file)) {
            Question q = new Question(line);
            questions.computeIfAbsent(q.job, j -> new HashMap<>()).put(q.number, q);
            n++;
        }
        say("questions\t" + n);
    }

    private Answer ask(String job, int number) throws Exception {
        String[] parts = job.split("/");
        Question q = questions.get(parts[0]).get(number);
        return shelves.get(q.openOnly ? "open" : q.kind).ask(q, parts.length > 1 ? parts[1] : "");
    }

    private void run(String job, int from, int to) throws Exception {
        for (int k = from; k < to; k++) {
            long start = System.nanoTime();
            Answer a = ask(job, k);
            long took = System.nanoTime() - start;
            say("answer\t" + k + "\t" + a.total + "\t" + a.figure + "\t" + took + "\t" + String.join(",", a.ids));
        }
        say("end");
    }

    /** Asks with several threads for some milliseconds. */
    private void rush(String job, int clients, long millis) throws Exception {
        int size = questions.get(job.split("/")[0]).size();
        AtomicInteger next = new AtomicInteger();
        List<Long> took = new ArrayList<>();
        List<Exception> failed = new ArrayList<>();
        long start = System.nanoTime();
        long until = start + millis * 1_000_000;
        Thread[] threads = new Thread[clients];
        for (int i = 0; i < clients; i++) {
            threads[i] = new Thread(() -> {
                List<Long> own = new ArrayList<>();
                try {
                    while (System.nanoTime() < until) {
                        long begin = System.nanoTime();
                        ask(job, next.getAndIncrement() % size);
                        own.add(System.nanoTime() - begin);
                    }
                } catch (Exception e) {
                    synchronized (failed) { failed.add(e); }
                }
                synchronized (took) { took.addAll(own); }
            });
            threads[i].start();
        }
        for (Thread t : threads) t.join();
        long wall = System.nanoTime() - start;
        if (!failed.isEmpty()) throw failed.get(0);
        long[] sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
        say("rushed\t" + sorted.length + "\t" + wall + "\t" + at(sorted, 50) + "\t" + at(sorted, 95) + "\t" + at(sorted, 99));
    }

    private static long at(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }
}
