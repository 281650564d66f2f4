package dev.penstock.raster.jpeg2000;

/** The two bytes that begin a segment of a codestream, by the standard's names. */
public final class Marker {
  public static final int SOC = 0xff4f;
  public static final int CAP = 0xff50;
  public static final int SIZ = 0xff51;
  public static final int COD = 0xff52;
  public static final int COC = 0xff53;
  public static final int TLM = 0xff55;
  public static final int PLM = 0xff57;
  public static final int PLT = 0xff58;
  public static final int QCD = 0xff5c;
  public static final int QCC = 0xff5d;
  public static final int RGN = 0xff5e;
  public static final int POC = 0xff5f;
  public static final int PPM = 0xff60;
  public static final int PPT = 0xff61;
  public static final int CRG = 0xff63;
  public static final int COM = 0xff64;
  public static final int SOT = 0xff90;
  public static final int SOP = 0xff91;
  public static final int EPH = 0xff92;
  public static final int SOD = 0xff93;
  public static final int EOC = 0xffd9;

  private Marker() {}
}
