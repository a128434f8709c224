package dev.penstock.cli;

import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest has it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    String known = version == null ? "(not packaged)" : version;
    return new String[] {"penstock " + known + ", Java " + Runtime.version()};
  }
}
