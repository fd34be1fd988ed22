package dev.darkroom.testing;

import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.LADD;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

/** A Java agent in whose process it is earlier, or later, than it is: all that asks for the time of day is told so. */
public final class WrongClock {

    private static final String CLOCK = "java/time/Clock";
    private static final String INSTANT = "java/time/Instant";

    private WrongClock() {}

    /** The option of a virtual machine that is wrong by that much. */
    public static String option(Path folder, Duration by) {
        return "-javaagent:%s=%d".formatted(jar(folder), by.toMillis());
    }

    /** Called by the virtual machine, before the program begins. */
    public static void premain(String millis, Instrumentation machine) throws UnmodifiableClassException {
        machine.addTransformer(new Wrong(Long.parseLong(millis)), true);
        // Those were there before us: the current instant, and what a Date and a Clock tell.
        machine.retransformClasses(Clock.class, Clock.systemUTC().getClass(), Date.class);
    }

    private static Path jar(Path folder) {
        String name = WrongClock.class.getName().replace('.', '/');
        try {
            Path jar =
                    Files.createDirectories(folder).resolve("wrong-clock.jar").toAbsolutePath();
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
                for (String part : new String[] {"", "$Wrong", "$WrongClass", "$WrongMethod"}) {
                    out.putNextEntry(new JarEntry(name + part + ".class"));
                    try (var bytes = WrongClock.class.getResourceAsStream("/" + name + part + ".class")) {
                        bytes.transferTo(out);
                    }
                }
            }
            return jar;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", WrongClock.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.put(
                Attributes.Name.CLASS_PATH,
                ClassReader.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString());
        return manifest;
    }

    private record Wrong(long millis) implements ClassFileTransformer {

        @Override
        public byte[] transform(
                ClassLoader loader, String name, Class<?> before, ProtectionDomain domain, byte[] content) {
            ClassReader reader = new ClassReader(content);
            ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            WrongClass wrong = new WrongClass(writer, CLOCK.equals(name), millis);
            reader.accept(wrong, 0);
            return wrong.isChanged() ? writer.toByteArray() : null;
        }
    }

    private static final class WrongClass extends ClassVisitor {

        private final boolean isClock;
        private final long millis;
        private boolean changed;

        WrongClass(ClassVisitor next, boolean isClock, long millis) {
            super(ASM9, next);
            this.isClock = isClock;
            this.millis = millis;
        }

        boolean isChanged() {
            return changed;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            MethodVisitor next = super.visitMethod(access, name, type, signature, thrown);
            return new WrongMethod(this, next, isClock && name.equals("currentInstant"));
        }
    }

    private static final class WrongMethod extends MethodVisitor {

        private final WrongClass owner;
        private final boolean isCurrentInstant;

        WrongMethod(WrongClass owner, MethodVisitor next, boolean isCurrentInstant) {
            super(ASM9, next);
            this.owner = owner;
            this.isCurrentInstant = isCurrentInstant;
        }

        @Override
        public void visitMethodInsn(int code, String of, String name, String type, boolean isInterface) {
            super.visitMethodInsn(code, of, name, type, isInterface);
            if (code == INVOKESTATIC && of.equals("java/lang/System") && name.equals("currentTimeMillis")) {
                super.visitLdcInsn(owner.millis);
                super.visitInsn(LADD);
                owner.changed = true;
            }
        }

        @Override
        public void visitInsn(int code) {
            if (code == ARETURN && isCurrentInstant) {
                super.visitLdcInsn(owner.millis);
                super.visitMethodInsn(INVOKEVIRTUAL, INSTANT, "plusMillis", "(J)L" + INSTANT + ";", false);
                owner.changed = true;
            }
            super.visitInsn(code);
        }
    }
}
