import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Packs the classes of a folder into a jar: a JRE has no jar tool. Arguments: folder, jar. */
public class Pack {
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        List<Path> classes;
        try (Stream<Path> files = Files.walk(folder)) {
            classes = files.filter(Files::isRegularFile).toList();
        }
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            for (Path file : classes) {
                jar.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                Files.copy(file, jar);
                jar.closeEntry();
            }
        }
    }
}
