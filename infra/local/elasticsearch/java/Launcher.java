import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginBundle;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Starts one real Elasticsearch node from the published libraries, past the bootstrap of the distribution, which is not published and
 * refuses to run as root. Arguments are settings, name=value.
 */
public class Launcher {
    private static final int SECONDS_TO_CLOSE = 10;

    public static void main(String[] args) throws Exception {
        Path home = Path.of(System.getProperty("es.path.home")).toAbsolutePath();
        Path configuration = Path.of(System.getProperty("es.path.conf")).toAbsolutePath();
        Map<String, String> settings = new HashMap<>();
        settings.put("path.home", home.toString());
        for (String setting : args) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        LogConfigurator.registerErrorListener();
        LogConfigurator.configureESLogging();
        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(Settings.EMPTY, settings, configuration, () -> "local");
        LogConfigurator.setNodeName("local");
        LogConfigurator.configure(environment, true);
        Files.createDirectories(environment.pluginsDir());
        Set<PluginBundle> modules = PluginsLoader.loadModulesBundles(environment.modulesDir(), false);
        Set<PluginBundle> plugins = PluginsLoader.loadPluginsBundles(environment.pluginsDir(), false);
        Node node = new Node(environment, PluginsLoader.createPluginsLoader(modules, plugins, Map.of()));
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
                node.awaitClose(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
            } catch (Exception failure) {
                failure.printStackTrace();
            } finally {
                closed.countDown();
            }
        }, "close"));
        node.start();
        closed.await();
    }
}
